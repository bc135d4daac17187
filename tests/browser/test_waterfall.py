"""The waterfall of a real request, in the page that it made."""

from __future__ import annotations

import json
import urllib.request

import pytest


@pytest.fixture
def dock(tab):
    return tab().goto("/posts/").open_dock()


def profile_of(opened):
    script = opened.page.locator("script[data-cycleprof-id]")
    address = (
        f"{opened.site}/__cycleprof__/api/profiles/{script.get_attribute('data-cycleprof-id')}"
    )
    with urllib.request.urlopen(address) as answer:
        return json.load(answer)


def test_pill_tells_time_and_queries_of_the_page(tab):
    opened = tab().goto("/posts/")
    opened.panel.locator(".ring").wait_for()
    report = profile_of(opened)

    assert opened.pill.locator(".q").inner_text() == f"{report['totals']['queries']} queries"
    assert opened.pill.locator(".ms").inner_text().endswith("ms")


def test_lanes_stand_in_the_design_s_order(dock):
    lanes = dock.panel.locator(".lanes > .ln").evaluate_all("all => all.map(e => e.dataset.lane)")

    assert lanes[:4] == ["mw", "url", "view", "db"]
    assert [name for name in lanes if name in {"cache", "tpl"}] == ["cache", "tpl"]


def test_every_middleware_has_a_bar_in_the_onion(dock):
    report = profile_of(dock)
    layers = [span for span in report["profile"]["spans"] if span["stage"] == "middleware"]

    bars = dock.panel.locator("[data-lane=mw] .sn").count()

    assert len(layers) == 14
    assert bars >= len(layers)


@pytest.mark.parametrize("zooms", [0, 4, 9])
def test_bars_stand_where_the_data_says(dock, zooms):
    for _ in range(zooms):
        dock.page.keyboard.press("+")
    dock.page.wait_for_timeout(100)
    report = profile_of(dock)
    spans = {span["id"]: span for span in report["profile"]["spans"]}
    whole = report["profile"]["duration_ns"]
    width = whole * 0.6**zooms
    start = (whole - width) / 2

    boxes = dock.inside("""(root) => {
      const track = root.querySelector('[data-lane=tpl] .trk').getBoundingClientRect();
      return [...root.querySelectorAll('[data-lane=tpl] .sn, [data-lane=view] .sn')].filter(
        (e) => e.dataset.last === e.dataset.span).map((e) => {
        const box = e.getBoundingClientRect();
        return [Number(e.dataset.span), box.left - track.left, box.width, track.width];
      });
    }""")

    order = sorted(spans)[1:]
    assert boxes
    for index, left, drawn, pixels in boxes:
        span = spans[order[index]]
        begin = max((span["start_ns"] - start) / width * pixels, 0)
        end = min((span["end_ns"] - start) / width * pixels, pixels)
        assert left == pytest.approx(begin, abs=1)
        assert drawn == pytest.approx(max(end - begin, 2), abs=1)


def test_hovering_a_statement_shows_its_time_its_line_and_its_sql(dock):
    dock.panel.locator("[data-lane=db] .sn[aria-label*=SELECT]").first.hover()

    tip = dock.panel.locator(".tip").inner_text()

    assert "SELECT" in tip
    assert "ms" in tip
    assert ".html:" in tip or ".py:" in tip


def test_span_chosen_by_click_fills_the_rail(dock):
    dock.panel.locator("[data-lane=view] .sn").first.click()

    rail = dock.panel.locator(".rail").inner_text()

    assert "View" in rail
    assert "Total" in rail
    assert "blog/views/posts.py:" in rail


def test_table_holds_the_same_spans_as_the_lanes(dock):
    report = profile_of(dock)

    dock.panel.get_by_role("button", name="View as table").click()
    rows = dock.panel.locator(".pane table").get_attribute("aria-rowcount")

    assert int(rows) - 1 == len(report["profile"]["spans"]) - 1


def test_split_bar_ring_and_strip_tell_the_same_shares(dock):
    bar = dock.inside("""(root) => [...root.querySelectorAll('.sum .bar > *')].map(
      (e) => [e.style.getPropertyValue('--c'), Number(e.style.flexGrow)])""")
    report = profile_of(dock)

    whole = report["profile"]["duration_ns"]
    assert sum(ns for _, ns in bar) == pytest.approx(whole, rel=1e-4)
    ring = dock.panel.locator(".hd .ring circle").count()
    assert ring == sum(ns / whole >= 0.004 for _, ns in bar)


def test_json_link_leads_to_the_report(dock):
    href = dock.panel.get_by_role("link", name="JSON").get_attribute("href")

    with urllib.request.urlopen(href) as answer:
        assert json.load(answer)["schema"] == "cycleprof.report/1"


def test_full_cycle_adds_what_the_browser_did(dock):
    dock.panel.get_by_role("button", name="Full cycle").click()
    lane = dock.panel.locator("[data-lane=web]")
    lane.wait_for()
    dock.page.wait_for_timeout(150)

    ends = dock.inside("""(root) => [...root.querySelectorAll(".sn, .web")].map((e) =>
      e.getBoundingClientRect().right
        - root.querySelector(".trk").getBoundingClientRect().right)""")

    assert "Browser" in lane.inner_text()
    assert max(ends) <= 1


def test_finding_chosen_while_the_view_is_elsewhere_comes_into_view(dock):
    resolving = dock.panel.locator("[data-lane=url] .sn").first
    resolving.focus()
    dock.page.keyboard.press("z")
    queries = dock.panel.locator("[data-lane=db] .sn")
    queries.first.wait_for(state="hidden")

    dock.panel.locator("[data-finding]").first.click()

    queries.first.wait_for(state="visible")
