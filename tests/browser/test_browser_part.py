"""What the browser measures reaches the profile, and is drawn wherever the profile is shown."""

from __future__ import annotations

import json
import time
import urllib.request
from dataclasses import replace

import pytest
from panel_factories import slow_page

from cycleprof import analyse
from cycleprof.exporters import html
from tests.stores.profiles import loading


def told(site, profile_id):
    """What the profile holds of the browser, which sends it a second after the page has settled."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        address = f"{site}/__cycleprof__/api/profiles/{profile_id}"
        with urllib.request.urlopen(address) as answer:
            browser = json.load(answer)["profile"]["browser"]
        if browser is not None:
            return browser
        time.sleep(0.1)
    pytest.fail("the browser told nothing")


def id_of(opened):
    opened.pill.wait_for()
    return opened.page.locator("script[data-cycleprof-id]").get_attribute("data-cycleprof-id")


def drawn(page):
    """The parts, paints and requests of the full cycle in the timeline on the screen."""
    page.get_by_role("button", name="Full cycle").click()
    page.locator("[data-lane=web]").wait_for()
    return [page.locator(f"[data-lane=web] .{kind}").count() for kind in ("web", "lcp", "req")]


def test_the_page_tells_navigation_paints_and_its_own_requests(tab, site):
    opened = tab().goto("/posts/")

    browser = told(site, id_of(opened))

    navigation = browser["navigation"]
    order = ["request_start_ns", "response_start_ns", "response_end_ns", "dom_interactive_ns",
             "dom_content_loaded_ns", "load_ns"]  # fmt: skip
    moments = [navigation[name] for name in order]
    assert navigation["type"] == "navigate"
    assert moments == sorted(moments)
    assert browser["first_contentful_paint_ns"] > navigation["response_start_ns"]
    assert browser["largest_contentful_paint_ns"] >= browser["first_contentful_paint_ns"]
    addresses = [one["url"] for one in browser["resources"]]
    assert any(address.startswith("/static/") for address in addresses)
    assert not [address for address in addresses if "__cycleprof__" in address]
    assert all(one["start_ns"] <= one["end_ns"] for one in browser["resources"])


def test_a_request_of_the_page_is_told_with_its_own_profile(tab, site):
    opened = tab().goto("/posts/")
    opened.page.evaluate("fetch('/api/posts/?token=zqsecret').then((answer) => answer.text())")

    browser = told(site, id_of(opened))

    (asked,) = [one for one in browser["resources"] if one["kind"] == "fetch"]
    assert asked["url"] == "/api/posts/?token=********"
    with urllib.request.urlopen(f"{site}/__cycleprof__/api/profiles/{asked['profile']}") as answer:
        assert json.load(answer)["profile"]["request"]["path"] == "/api/posts/"


def test_a_page_that_is_left_at_once_tells_on_its_way_out(tab, site):
    opened = tab().goto("/posts/")
    first = id_of(opened)
    opened.panel.locator(".ring").wait_for()
    script = opened.page.wait_for_function("""() => performance.getEntriesByType("resource").find(
      ({name}) => name.endsWith("beacon.js"))?.name""").json_value()
    opened.page.evaluate("(script) => import(script).then(() => null)", script)  # it runs by now

    opened.goto("/posts/fixed/")

    assert told(site, first)["navigation"]["response_end_ns"] > 0


def test_every_page_that_shows_the_profile_draws_the_browser_s_part(tab, site):
    opened = tab().goto("/posts/")
    profile_id = id_of(opened)
    browser = told(site, profile_id)

    opened.open_dock()
    in_dock = drawn(opened.page)
    alone = tab().goto(f"/__cycleprof__/p/{profile_id}")

    assert in_dock == drawn(alone.page)
    assert in_dock[0] == 3
    assert in_dock[2] == len(browser["resources"])
    alone.page.get_by_role("tab", name="Request", exact=True).click()
    alone.page.get_by_text("Largest contentful paint").wait_for()


def test_the_exported_file_draws_it_too(chromium, tmp_path):
    report = analyse(replace(slow_page(), browser=loading()))
    path = tmp_path / "export.html"
    path.write_bytes(html.FORMAT.encode([report]))
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(path.as_uri())

    assert drawn(page) == [3, 2, 1]
    context.close()


def test_a_profile_without_a_browser_offers_no_full_cycle(tab, site):
    with urllib.request.urlopen(f"{site}/posts/") as answer:
        opened = tab().goto(answer.headers["X-Cycleprof-Link"])
    opened.page.locator("#cycleprof .lanes .ln").first.wait_for()

    assert opened.page.get_by_role("button", name="Full cycle").count() == 0


def test_developer_tools_get_the_spans_as_tracks_of_one_group(tab):
    opened = tab().goto("/posts/").open_dock()
    opened.page.wait_for_function("performance.getEntriesByType('measure').length > 0")

    found = opened.page.evaluate("""() => performance.getEntriesByType("measure").map((one) => ({
      name: one.name, start: one.startTime, end: one.startTime + one.duration,
      ...one.detail.devtools}))""")

    arrived = opened.page.evaluate("performance.getEntriesByType('navigation')[0].responseStart")
    assert {one["trackGroup"] for one in found} == {"Django"}
    assert {one["dataType"] for one in found} == {"track-entry"}
    assert {"Middleware", "View", "Queries", "Templates"} <= {one["track"] for one in found}
    assert any(one["name"].startswith("SELECT") and one["track"] == "Queries" for one in found)
    assert any(dict(one["properties"])["Line"].startswith("blog/views/posts.py:")
               for one in found if one["properties"])  # fmt: skip
    assert all(0 <= one["start"] <= one["end"] for one in found)
    # A cycle that ends long after its first byte would begin before the page: it begins with it.
    last, first = max(one["end"] for one in found), min(one["start"] for one in found)
    assert last <= arrived + 1 or first == pytest.approx(0, abs=1)
