"""What the record shows of each part of the cycle, on the demo's pages, over real servers."""

from __future__ import annotations

import pytest

from tests.servers.looking import missing, spans_of
from tests.servers.rows import BLOCKED, HANDLER, ROWS, UNDER_ASGI
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


def test_the_browser_s_part_is_kept_with_the_page_s_spans(server):
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
