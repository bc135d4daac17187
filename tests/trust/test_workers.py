"""Processes that a server forks, before or after the project is loaded, keep what they record."""

from __future__ import annotations

import json
import signal

import pytest

from tests.trust.servers import serve

pytestmark = pytest.mark.once


@pytest.fixture(params=["gunicorn-sync", "gunicorn-sync-preload"])
def name(request):
    return request.param


def asked(server, count=30):
    """The ids of requests with one to five statements, and how many statements each has."""
    numbers = [1 + number % 5 for number in range(count)]
    answers = server.get_all([f"/0/labelled/x/{one}/" for one in numbers], 8)
    assert {(one.status, one.body) for one in answers} == {(200, b"x")}
    return {a.headers["x-cycleprof-id"]: n for a, n in zip(answers, numbers, strict=True)}


def opened(server, profile_id):
    profile = json.loads(server.get(f"/__cycleprof__/api/profiles/{profile_id}").body)["profile"]
    return [one for one in profile["spans"] if "db.query.text" in one["attributes"]]


def test_every_worker_writes_what_it_records(name, tmp_path):
    with serve(name, tmp_path) as server:
        expected = asked(server)
        dropped = server.counters()  # which asserts that each one's writer has saved all
        assert set(dropped.values()) == {0}
        assert set(expected) <= server.kept()
        assert {one: len(opened(server, one)) for one in expected} == expected


def test_profiles_of_a_server_that_was_told_to_end_are_kept(name, tmp_path):
    with serve(name, tmp_path) as server:
        expected = asked(server)
        server.process.send_signal(signal.SIGTERM)  # at once: some still wait to be written
        assert server.process.wait(60) == 0
    with serve(name, tmp_path) as next_one:
        assert set(expected) <= next_one.kept()
        assert {one: len(opened(next_one, one)) for one in expected} == expected
