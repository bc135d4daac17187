"""Faults of the machine, for real, while a server answers: no request fails, profiles are read."""

from __future__ import annotations

import http.client
import os
import signal
import time

import pytest

from tests.trust.servers import serve

pytestmark = pytest.mark.once
ROUTE = "/0/labelled/x/3/"


@pytest.fixture
def server(tmp_path):
    with serve("gunicorn", tmp_path) as running:
        running.get(ROUTE)
        running.counters()
        yield running


def readable(server):
    """Every profile in the store can be opened; returns their number."""
    server.counters()
    kept = server.kept()
    answers = server.get_all([f"/__cycleprof__/api/profiles/{one}" for one in kept], 4)
    assert {one.status for one in answers} <= {200}
    return len(kept)


def assert_answers(server):
    answers = server.get_all([ROUTE] * 40, 4)
    assert {(one.status, one.body) for one in answers} == {(200, b"x")}
    assert all(one.headers["x-cycleprof-id"] for one in answers)


def test_a_worker_is_killed(server):
    os.kill(server.json("/counter/")["pid"], signal.SIGKILL)
    time.sleep(1)  # its successor starts
    assert_answers(server)
    assert readable(server) > 10


def test_the_file_of_the_store_is_deleted(server):
    for file in (server.folder / ".cycleprof").glob("profiles.db*"):
        file.unlink()
    assert_answers(server)
    assert_answers(server)
    assert readable(server) > 10


def test_the_file_of_the_store_is_overwritten(server):
    (server.folder / ".cycleprof" / "profiles.db").write_bytes(os.urandom(100_000))
    assert_answers(server)


def test_the_folder_of_the_store_is_gone_for_good(server):
    folder = server.folder / ".cycleprof"
    folder.rename(server.folder / "elsewhere")
    folder.write_text("no folder any more")
    assert_answers(server)


def test_the_server_is_told_to_end(server, tmp_path):
    ids = [server.get(ROUTE).headers["x-cycleprof-id"] for _ in range(20)]
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(30) == 0
    with serve("gunicorn", tmp_path) as next_one:
        assert len(set(ids) & next_one.kept()) >= len(ids) / 2


def test_a_client_leaves_in_the_middle_of_a_stream(server):
    for _ in range(20):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.request("GET", "/0/stream/")
        connection.getresponse().read(1)
        connection.close()
    assert_answers(server)
    assert readable(server) > 10
