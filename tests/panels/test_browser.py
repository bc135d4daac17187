"""The browser's part of the cycle, as the panels lay it out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from panel_factories import MS, slow_page

from cycleprof.analysis import analyse
from cycleprof.panels import document
from tests.stores.profiles import loading


def made(browser):
    profile = replace(slow_page(), browser=browser)
    panels = {panel["id"]: panel["blocks"] for panel in document(analyse(profile))["panels"]}
    return profile.duration_ns, panels


def test_the_browser_s_part_begins_where_the_server_s_ends():
    whole, panels = made(loading())
    web = panels["timeline"][0]["browser"]
    parts = [(one["name"], one["start"] - whole, one["end"] - whole) for one in web["parts"]]
    assert parts == [
        ("Download", 0, 1 * MS),
        ("Parse and DOM ready", 1 * MS, 21 * MS),
        ("Subresources", 21 * MS, 50 * MS),
    ]
    assert [(one["name"], one["at"] - whole) for one in web["marks"]] == [
        ("FCP", 30 * MS), ("LCP", 45 * MS)
    ]  # fmt: skip
    assert [(one["name"], one["start"] - whole) for one in web["requests"]] == [
        ("/static/site.css", 5 * MS)
    ]


def test_one_paint_that_was_both_is_drawn_once():
    browser = replace(loading(), first_contentful_paint_ns=345 * MS)
    web = made(browser)[1]["timeline"][0]["browser"]
    assert [one["name"] for one in web["marks"]] == ["LCP"]


def test_a_page_that_was_left_early_has_no_stretch_that_ends_before_it_begins():
    navigation = replace(
        loading().navigation, dom_interactive_ns=None, dom_content_loaded_ns=None, load_ns=None
    )
    browser = replace(loading(), navigation=navigation, largest_contentful_paint_ns=None)
    parts = made(browser)[1]["timeline"][0]["browser"]["parts"]
    assert all(one["start"] <= one["end"] for one in parts)


def test_the_request_tab_shows_times_and_what_was_asked_for():
    blocks = made(loading())[1]["request"]
    facts = next(one for one in blocks if one.get("title") == "Browser")
    assert ["Loaded", {"ns": 350 * MS}] in facts["rows"]
    table = next(one for one in blocks if one["kind"] == "table")
    (row,) = table["rows"]
    assert row["cells"][1:4] == [{"mono": "/static/site.css"}, "link", 200]


@pytest.mark.parametrize("panel", ["timeline", "request"])
def test_nothing_is_shown_where_no_browser_told(panel):
    assert "LCP" not in str(made(None)[1][panel])
