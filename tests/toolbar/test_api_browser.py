from __future__ import annotations

import json

import pytest

from cycleprof.toolbar.api_browser import MOST_BYTES
from cycleprof.toolbar.browser_words import MOST_RESOURCES
from tests.documents import validate

NAVIGATION = {
    "type": "navigate", "request_start_ns": 2_000_000, "response_start_ns": 9_000_000,
    "response_end_ns": 9_500_000, "dom_interactive_ns": 30_000_000,
    "dom_content_loaded_ns": 31_000_000, "load_ns": 60_000_000,
}  # fmt: skip
RESOURCE = {
    "url": "/static/site.css?v=12&w=", "kind": "link", "start_ns": 10_000_000,
    "end_ns": 14_000_000, "size_bytes": 3_000, "status": 200, "profile": None,
}  # fmt: skip
WHOLE = {
    "navigation": NAVIGATION, "first_paint_ns": 20_000_000,
    "first_contentful_paint_ns": 20_000_000, "largest_contentful_paint_ns": 41_000_000,
    "resources": [RESOURCE], "resources_dropped": 0,
}  # fmt: skip


@pytest.fixture
def tell(client):
    """Send what the browser measured, as the page's script does."""

    def send(profile_id, document=WHOLE, **headers):
        body = document if isinstance(document, bytes) else json.dumps(document)
        return client.post(
            f"/__cycleprof__/api/profiles/{profile_id}/browser", body,
            content_type="application/json",
            headers={"X-Cycleprof-Request": "1", **headers},
        )  # fmt: skip

    return send


def browser_of(client, profile_id):
    answer = client.get(f"/__cycleprof__/api/profiles/{profile_id}").json()
    validate("report", answer)
    return answer["profile"]["browser"]


def test_what_the_browser_measured_is_kept_with_the_profile(client, tell, saved):
    one = saved()
    assert browser_of(client, one) is None
    answer = tell(one)
    assert (answer.status_code, answer.json()) == (200, {"recorded": True})
    validate("change", answer.json())
    kept = {**RESOURCE, "url": "/static/site.css?v=********&w=********"}
    assert browser_of(client, one) == {**WHOLE, "resources": [kept]}


def test_the_first_data_stays(client, tell, saved):
    one = saved()
    tell(one)
    again = tell(one, {**WHOLE, "first_paint_ns": 1})
    assert again.json() == {"recorded": False}
    assert browser_of(client, one)["first_paint_ns"] == WHOLE["first_paint_ns"]


@pytest.mark.django_db(databases=["default", "other"])
def test_a_profile_that_is_being_written_takes_it_too(client, tell):
    page = client.get("/page/")
    one = page.headers["X-Cycleprof-Id"]
    assert tell(one).json() == {"recorded": True}
    assert browser_of(client, one)["navigation"] == NAVIGATION


def test_a_profile_that_is_gone_says_so(tell):
    answer = tell("0" * 32)
    assert answer.status_code == 404
    validate("error", answer.json())


def test_the_profile_of_a_command_has_no_browser(tell, saved):
    answer = tell(saved(kind="command"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "not-a-request")


def test_another_site_s_page_cannot_tell_anything(client, tell, saved):
    one = saved()
    for headers in ({"Origin": "https://evil.test"}, {"X-Cycleprof-Request": "0"}):
        assert tell(one, **headers).status_code == 403
    assert tell(one, **{"Sec-Fetch-Site": "cross-site"}).status_code == 404
    assert browser_of(client, one) is None


def test_who_may_not_see_may_not_tell(tell, saved, settings):
    one = saved()
    settings.CYCLEPROF = {**settings.CYCLEPROF, "ACCESS": "tests.site.access.nobody"}
    assert tell(one).status_code == 404


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("/a/b.js#part", "/a/b.js"),
        ("https://ada:pw@cdn.test:8443/x.js?t=1", "https://cdn.test:8443/x.js?t=********"),
        ("data:image/png;base64,AAAA", "data:"),
        ("blob:http://localhost/5f0e", "blob:"),
        ("/x?justavalue", "/x?********"),
        ("http://[broken", "********"),
        ("/reset/token=zq1234567/", "/reset/token=********"),
        (f"/{'a' * 999}", f"/{'a' * 299}"),
    ],
)
def test_addresses_lose_what_may_be_secret(client, tell, saved, url, kept):
    one = saved()
    tell(one, {**WHOLE, "resources": [{**RESOURCE, "url": url}]})
    assert browser_of(client, one)["resources"][0]["url"] == kept


@pytest.mark.parametrize(
    ("document", "named"),
    [
        (b"", "JSON"),
        (b"[" * 50_000, "JSON"),
        (b'{"a": \xff}', "JSON"),
        ([], "no object"),
        ({}, "navigation is missing"),
        ({**WHOLE, "navigation": None}, "navigation: no object"),
        ({**WHOLE, "note": 1}, "unknown 'note'"),
        ({**WHOLE, "first_paint_ns": -1}, "first_paint_ns"),
        ({**WHOLE, "first_paint_ns": True}, "first_paint_ns"),
        ({**WHOLE, "first_paint_ns": 1.5}, "first_paint_ns"),
        ({**WHOLE, "first_paint_ns": 10**18}, "first_paint_ns"),
        ({**WHOLE, "navigation": {**NAVIGATION, "type": "<b>"}}, "type"),
        ({**WHOLE, "navigation": {**NAVIGATION, "response_end_ns": 1}}, "before it begins"),
        ({**WHOLE, "resources": {}}, "resources"),
        ({**WHOLE, "resources": [RESOURCE] * (MOST_RESOURCES + 1)}, "resources"),
        ({**WHOLE, "resources": [RESOURCE, 7]}, "resources[1]: no object"),
        ({**WHOLE, "resources": [{**RESOURCE, "url": 7}]}, "resources[0]: url is no text"),
        ({**WHOLE, "resources": [{**RESOURCE, "profile": "../x"}]}, "profile is no id"),
        ({**WHOLE, "resources": [{**RESOURCE, "end_ns": 1}]}, "resources[0]: it ends before"),
    ],
)
def test_bad_data_is_refused_with_the_field(client, tell, saved, document, named):
    one = saved()
    answer = tell(one, document)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad-browser-data")
    assert named in answer.json()["error"]["message"]
    validate("error", answer.json())
    assert browser_of(client, one) is None


def test_too_much_is_refused(tell, saved):
    answer = tell(saved(), b" " * (MOST_BYTES + 1))
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too-large")


def test_resources_that_would_make_the_profile_too_large_are_counted_only(
    client, tell, saved, settings
):
    settings.CYCLEPROF = {**settings.CYCLEPROF, "MAX_DOCUMENT_BYTES": 10_000}
    one = saved()
    assert tell(one, {**WHOLE, "resources": [RESOURCE] * 99}).json() == {"recorded": True}
    kept = browser_of(client, one)
    assert (kept["resources"], kept["resources_dropped"]) == ([], 99)


def test_a_get_is_refused(client, saved):
    answer = client.get(f"/__cycleprof__/api/profiles/{saved()}/browser")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
