"""Fifty clients at once: every answer is right, every profile complete and of one request only."""

from __future__ import annotations

import json

import pytest

from tests.trust.servers import serve

pytestmark = pytest.mark.once
CLIENTS = 50
REQUESTS = 1_000


@pytest.fixture(scope="module", params=["gunicorn", "uvicorn"])
def load(request, tmp_path_factory):
    """The server after the load, what was asked, and what was answered."""
    asked = [(f"r{number}x", 1 + number % 5) for number in range(REQUESTS)]
    kinds = ("labelled", "gathered") if request.param == "uvicorn" else ("labelled", "labelled")
    paths = [f"/{n % 8}/{kinds[n % 2]}/{label}/{count}/" for n, (label, count) in enumerate(asked)]
    with serve(request.param, tmp_path_factory.mktemp(request.param)) as server:
        answers = server.get_all(paths, CLIENTS)
        yield server, asked, answers


def test_every_answer_is_right(load):
    _, asked, answers = load
    assert [one.status for one in answers] == [200] * REQUESTS
    assert [one.body.decode() for one in answers] == [label for label, _ in asked]


def test_every_answer_has_a_profile_of_its_own(load):
    _, _, answers = load
    assert len({one.headers["x-cycleprof-id"] for one in answers}) == REQUESTS


def test_none_is_lost_beyond_what_the_queues_admit(load):
    server, _, answers = load
    dropped = server.counters()
    missing = {one.headers["x-cycleprof-id"] for one in answers} - server.kept()
    assert len(missing) <= sum(dropped.values())


def test_every_profile_is_complete_and_holds_its_own_request_only(load):
    server, asked, answers = load
    server.counters()
    kept = server.kept()
    pairs = [
        (label, count, answer.headers["x-cycleprof-id"])
        for (label, count), answer in zip(asked, answers, strict=True)
        if answer.headers["x-cycleprof-id"] in kept
    ]
    found = server.get_all([f"/__cycleprof__/api/profiles/{one}" for *_, one in pairs], 8)
    seen = [
        (label, count, labels(one)) for (label, count, _), one in zip(pairs, found, strict=True)
    ]
    assert len(seen) > REQUESTS / 10
    assert [one for one in seen if one[2] != [one[0]] * one[1]] == []


def labels(answer):
    spans = json.loads(answer.body)["profile"]["spans"]
    return [
        one["attributes"]["db.query.parameter.0"]
        for one in spans
        if one["attributes"].get("db.query.text") == "SELECT %s"
    ]
