"""A window as narrow as a phone's: nothing is left out, nothing is cut."""

from __future__ import annotations

import pytest

TOOLS = ("Earlier request", "Later request", "Full report", "JSON", "Theme: auto. Change theme")
CUT = """(root) => [...root.querySelectorAll(".history tbody tr > *, .bf span.nw")]
  .filter((one) => one.offsetWidth && one.getBoundingClientRect().right > innerWidth)
  .map((one) => one.textContent)"""


@pytest.fixture(params=[320, 390])
def narrow(tab, request):
    return tab(width=request.param, height=740).goto("/posts/").open_dock()


def named(opened, name):
    return opened.panel.get_by_role("link", name=name).or_(
        opened.panel.get_by_role("button", name=name)
    )


def test_what_the_header_has_no_room_for_is_at_the_foot(narrow):
    boxes = {name: named(narrow, name).bounding_box() for name in TOOLS}

    for name, box in boxes.items():
        assert 0 <= box["x"] <= box["x"] + box["width"] <= narrow.page.viewport_size["width"], name
        assert box["y"] > narrow.panel.locator(".body").bounding_box()["y"], name


def test_theme_is_changed_at_the_foot(narrow):
    named(narrow, "Theme: auto. Change theme").click()

    assert named(narrow, "Theme: light. Change theme").inner_text() == "Theme: light"


def test_history_tells_each_request_in_two_lines(narrow):
    narrow.page.evaluate("fetch('/api/posts/')")
    narrow.page.keyboard.press("8")
    row = narrow.panel.locator(".history tr.cur")
    row.wait_for()

    assert row.locator("[data-label=Queries]").inner_text() == "39"
    assert row.locator(".wide").is_hidden()
    assert narrow.inside(CUT) == []


def test_butterfly_s_numbers_are_whole(narrow):
    narrow.page.keyboard.press("5")
    narrow.panel.locator(".bfr").nth(3).wait_for()

    assert narrow.inside(CUT) == []


def test_page_of_a_report_leads_to_all_profiles(narrow):
    narrow.page.goto(named(narrow, "Full report").get_attribute("href"))
    narrow.page.locator("#cycleprof .sn").first.wait_for()

    assert narrow.page.get_by_role("link", name="All profiles").is_visible()
