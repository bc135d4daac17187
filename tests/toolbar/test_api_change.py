from __future__ import annotations

import pytest

from tests.documents import validate


def test_a_profile_is_deleted(client, change, saved):
    one = saved()
    answer = change("DELETE", f"api/profiles/{one}").json()
    assert answer == {"deleted": 1}
    validate("change", answer)
    assert client.get(f"/__cycleprof__/api/profiles/{one}").status_code == 404


def test_a_profile_is_pinned_and_released(client, change, saved):
    one = saved()
    answer = change("POST", f"api/profiles/{one}/pin").json()
    assert answer == {"pinned": True}
    validate("change", answer)
    listed = client.get("/__cycleprof__/api/profiles?q=pinned:yes").json()
    assert [row["id"] for row in listed["profiles"]] == [one]
    assert change("DELETE", f"api/profiles/{one}/pin").json() == {"pinned": False}


@pytest.mark.parametrize(("method", "path"), [("DELETE", ""), ("POST", "/pin"), ("DELETE", "/pin")])
def test_what_is_not_there_cannot_be_changed(change, method, path):
    answer = change(method, f"api/profiles/{'0' * 32}{path}")
    assert answer.status_code == 404
    validate("error", answer.json())


def test_without_the_header_nothing_changes(client, saved):
    one = saved()
    answer = client.delete(f"/__cycleprof__/api/profiles/{one}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "header-missing")
    assert client.get(f"/__cycleprof__/api/profiles/{one}").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://testserver:8080"},
        {"Origin": "http://testserver.evil.test"},
    ],
)
def test_another_origin_changes_nothing(client, change, saved, headers):
    one = saved()
    answer = change("DELETE", f"api/profiles/{one}", **headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "cross-origin")
    assert client.get(f"/__cycleprof__/api/profiles/{one}").status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_does_not_even_learn_that_there_is_something(change, saved, site):
    answer = change("DELETE", f"api/profiles/{saved()}", **{"Sec-Fetch-Site": site})
    assert answer.status_code == 404
    assert b"cycleprof" not in answer.content


def test_the_own_origin_may_change(client, change, saved):
    headers = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    answer = client.generic(
        "DELETE", f"/__cycleprof__/api/profiles/{saved()}",
        headers={**headers, "X-Cycleprof-Request": "1", "Host": "testserver"},
    )  # fmt: skip
    assert answer.status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_other_methods_are_refused_with_those_that_are_possible(change, saved, method):
    answer = change(method, f"api/profiles/{saved()}")
    assert answer.status_code == 405
    assert answer.json()["error"]["hint"] == "Use GET or DELETE."
