"""Faults of the machine, for real, while a server answers: no request fails, profiles are read."""

from __future__ import annotations

import http.client
import os
import resource
import shutil
import signal
import threading
import time
from pathlib import Path

import pytest

from tests.redis_server import RedisServer
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


def workers(server):
    """The processes that the server has forked."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    return [int(one) for one in children.read_text().split()]


def assert_can_be_looked_at(server):
    """The list and each profile are answered, wherever they are kept meanwhile."""
    ids = [server.get(ROUTE).headers["x-cycleprof-id"] for _ in range(4)]
    paths = ["/__cycleprof__/", "/__cycleprof__/api/profiles"]
    assert [server.get(one).status for one in paths] == [200, 200]
    # Each worker has a memory of its own, and a profile may be asked of the other.
    asked = [f"/__cycleprof__/api/profiles/{one}" for one in ids * 5]
    statuses = [one.status for one in server.get_all(asked, 4)]
    assert set(statuses) <= {200, 404}
    assert 200 in statuses


def files(server):
    """The store's files and their sizes."""
    return {one: one.stat().st_size for one in (server.folder / ".cycleprof").glob("*.db*")}


def test_the_disk_is_full_and_is_not_any_more(server):
    # What a full disk is to a process: nothing of it can grow.
    limits = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in workers(server)}
    assert limits
    before = files(server)
    for pid, (_, hard) in limits.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1_000, hard))
    assert_answers(server)
    assert_can_be_looked_at(server)
    assert files(server) == before
    for pid, limit in limits.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)
    assert_answers(server)
    assert_can_be_looked_at(server)


def test_the_folder_cannot_be_written(tmp_path):
    """Not even by root, whose right to overrule permissions the server goes without."""
    overruled = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
    prefix = overruled if os.geteuid() == 0 else ()
    tmp_path.chmod(0o555)
    try:
        log = tmp_path.parent / f"{tmp_path.name}-log"
        log.mkdir()
        with serve(
            "gunicorn", log, prefix=prefix, store=f"sqlite:///{tmp_path}/profiles.db"
        ) as one:
            assert_answers(one)
            assert_can_be_looked_at(one)
            assert "memory" in (log / "log").read_text()
        assert list(tmp_path.iterdir()) == []
    finally:
        tmp_path.chmod(0o755)


@pytest.fixture
def redis_server(tmp_path):
    if shutil.which("redis-server") is None:
        pytest.skip("no redis-server")
    found = RedisServer(tmp_path)
    found.start()
    yield found
    found.stop()


def test_redis_stops_and_starts(redis_server, tmp_path):
    with serve("uvicorn", tmp_path, store=f"redis://127.0.0.1:{redis_server.port}/0") as server:
        assert_answers(server)
        redis_server.stop()
        assert_answers(server)
        assert_can_be_looked_at(server)
        redis_server.start()
        assert_answers(server)
        assert_can_be_looked_at(server)


def test_redis_neither_answers_nor_hangs_up(redis_server, tmp_path):
    with serve("uvicorn", tmp_path, store=f"redis://127.0.0.1:{redis_server.port}/0") as server:
        assert_answers(server)
        redis_server.freeze()
        try:
            assert_answers(server)
            assert_can_be_looked_at(server)
        finally:
            redis_server.thaw()
        assert_answers(server)


@pytest.mark.parametrize("name", ["gunicorn", "uvicorn"])
def test_everything_is_killed_while_it_writes(name, tmp_path):
    with serve(name, tmp_path) as server:
        before = [server.get(ROUTE).headers["x-cycleprof-id"] for _ in range(20)]
        server.counters()
        asker = threading.Thread(target=_ask_until_it_is_gone, args=[server])
        asker.start()
        time.sleep(0.3)
        for pid in [*workers(server), server.process.pid]:
            os.kill(pid, signal.SIGKILL)
        asker.join(60)
        assert not asker.is_alive()
    with serve(name, tmp_path) as next_one:
        assert set(before) <= next_one.kept()
        assert readable(next_one) > len(before)


def _ask_until_it_is_gone(server):
    try:
        while True:
            server.get(ROUTE)
    except (OSError, http.client.HTTPException):
        return


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
    assert_can_be_looked_at(server)


def test_the_folder_of_the_store_is_gone_for_good(server):
    folder = server.folder / ".cycleprof"
    folder.rename(server.folder / "elsewhere")
    folder.write_text("no folder any more")
    assert_answers(server)
    assert_can_be_looked_at(server)


def test_the_server_is_told_to_end(server, tmp_path):
    ids = [server.get(ROUTE).headers["x-cycleprof-id"] for _ in range(20)]
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(60) == 0
    with serve("gunicorn", tmp_path) as next_one:
        assert len(set(ids) & next_one.kept()) >= len(ids) / 2


@pytest.mark.parametrize("name", ["gunicorn", "uvicorn"])
def test_a_client_leaves_in_the_middle_of_a_stream(name, tmp_path):
    path = "/0/stream/" if name == "gunicorn" else "/0/async-stream/"
    with serve(name, tmp_path) as server:
        for _ in range(20):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
            connection.request("GET", path)
            connection.getresponse().read(1)
            connection.close()
        assert_answers(server)
        assert readable(server) > 10
