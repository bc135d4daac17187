"""What the record shows of each part of the cycle, on the demo's pages, over real servers."""

from __future__ import annotations

import pytest

from tests.servers.rows import BLOCKED, HANDLER, ROWS, UNDER_ASGI, above, missing, spans_of
from tests.servers.site import EVENT_LOOPS, seed, serve

pytestmark = pytest.mark.once


def test_each_page_shows_the_part_of_the_cycle_that_it_is_there_for(server):
    name, site = server
    assert (
        missing(ROWS + (UNDER_ASGI + BLOCKED if name in {"uvicorn", "hypercorn"} else []), site)
        == []
    )


@pytest.mark.parametrize("loop", EVENT_LOOPS)
def test_a_blocked_event_loop_is_found_whichever_the_server_runs(loop, tmp_path):
    with serve(loop, seed(tmp_path), with_cycleprof=True) as site:
        assert missing(BLOCKED, site) == []
        spans = spans_of(site, "/findings/cp060/bad/")
    (handler,) = [span for span in spans if span["name"] == HANDLER]
    named = {"uvloop": "uvloop.Loop", "asyncio": None}
    assert handler["attributes"].get("cycleprof.loop") == named[loop]


def test_the_browser_s_part_is_kept_with_the_page_sspans_of(server):
    site = server[1]
    page = site.get("/posts/fixed/")
    told = site.tell(page, {
        "navigation": {"type": "navigate", "request_start_ns": 1, "response_start_ns": 2,
                       "response_end_ns": 3, "dom_interactive_ns": 4, "dom_content_loaded_ns": 5,
                       "load_ns": 9},
        "first_paint_ns": 6, "first_contentful_paint_ns": 6, "largest_contentful_paint_ns": 7,
        "resources": [{"url": "/static/blog.css?v=1", "kind": "link", "start_ns": 3, "end_ns": 4,
                       "size_bytes": 900, "status": 200, "profile": None}],
        "resources_dropped": 0,
    })  # fmt: skip
    assert (told.status_code, told.json()) == (200, {"recorded": True})
    browser = site.report(page)["profile"]["browser"]
    assert browser["largest_contentful_paint_ns"] == 7
    assert [one["url"] for one in browser["resources"]] == ["/static/blog.css?v=********"]


def test_a_page_that_was_cached_is_answered_without_its_view_s_queries(server):
    site = server[1]
    spans_of(site, "/caching/page/")
    spans = spans_of(site, "/caching/page/")
    (page,) = [span for span in spans if span["name"] == "cache_page"]
    assert page["attributes"]["cycleprof.cache.page"] == "hit"
    assert not [span for span in spans if span["stage"] == "db"]


def test_a_session_is_read_where_it_is_asked_for(server):
    site = server[1]
    cookies = site.get("/hood/session/").cookies
    spans = site.report(site.get("/hood/session/", cookies=cookies))["profile"]["spans"]
    (load,) = [span for span in spans if span["name"] == "session load"]
    assert load["origin"]["function"] == "visits"


def test_writing_a_post_shows_form_permission_mail_and_message(server):
    site = server[1]
    cookies = site.log_in("ada")
    form = site.get("/posts/new/", cookies=cookies)
    category = form.text.partition('name="category"')[2].partition('<option value="')[2]
    category = category.partition('<option value="')[2].partition('"')[0]
    fields = {"title": "A new post", "summary": "Short.", "body": "Long.", "category": category,
              "published": "2026-11-20 12:00"}  # fmt: skip
    answer = site.post("/posts/new/", form, fields, cookies)
    assert answer.status_code == 302, answer.text
    spans = site.report(answer)["profile"]["spans"]
    by_name = {span["name"]: span for span in spans}
    assert by_name["parse form"]["attributes"]["cycleprof.form.fields"] == 6
    assert by_name["PostForm.full_clean"]["attributes"]["cycleprof.form.errors"] == []
    assert by_name["PostCreate.form_valid"]["stage"] == "view"
    assert by_name["CSRF token checked"]["attributes"]["cycleprof.event"] == "csrf"
    assert by_name["message added: success"]["stage"] == "signal"
    assert by_name["send mail"]["attributes"]["cycleprof.mail.recipients"] == 1
    assert "on_commit blog.letters.tell_of_post" in set(above(by_name["send mail"], spans))


def test_logging_in_shows_what_the_password_cost_and_not_the_password(server):
    site = server[1]
    page = site.get("/accounts/login/")
    answer = site.post("/accounts/login/", page, {"username": "ada", "password": "ada"})
    (check,) = [
        one for one in site.report(answer)["profile"]["spans"] if one["name"] == "authenticate"
    ]
    assert check["attributes"]["cycleprof.answer"] is True
