"""Pages of the list, downwards and upwards, and cursors that are none."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db
LIST = "/__cycleprof__/api/profiles"


@pytest.fixture
def recorded(client):
    return [client.get("/plain/").headers["X-Cycleprof-Id"] for _ in range(7)]


def _pages(client, cursor, start):
    seen = []
    for _ in range(10):
        answer = client.get(LIST, {"limit": 3, **({cursor: start} if start else {})}).json()
        seen.append([row["id"] for row in answer["profiles"]])
        start = answer["next"]
        if start is None:
            return seen
    raise AssertionError("the pages never end")


def test_downwards_every_profile_comes_once(client, recorded):
    pages = _pages(client, "before", None)
    assert [one for page in pages for one in page] == sorted(recorded, reverse=True)


def test_upwards_every_newer_profile_comes_once(client, recorded):
    oldest, *newer = sorted(recorded)
    pages = _pages(client, "after", oldest)
    assert [one for page in pages for one in reversed(page)] == newer


@pytest.mark.parametrize("query", [{"before": "zzz"}, {"after": ""}, {"before": "1", "after": "0"}])
def test_a_cursor_that_is_none_is_refused(client, query):
    answer = client.get(LIST, query)
    assert (answer.status_code, set(answer.json()["error"])) == (400, {"code", "message", "hint"})


def test_a_wrong_method_says_which_are_right(client):
    answer = client.put(LIST)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")


def test_the_tools_own_answers_say_why_they_are_not_recorded(client):
    answer = client.get(LIST)
    assert answer.headers["X-Cycleprof-Skip"] == "own-address"
    assert "X-Cycleprof-Id" not in answer.headers
