"""The design's budgets: bytes from the network log, nodes and times from the browser itself."""

from __future__ import annotations

import gzip
import re

import pytest
from panel_factories import many_spans

from cycleprof.analysis import analyse
from cycleprof.panels import document

OPEN = """async (root) => {
  const started = performance.now();
  dispatchEvent(new KeyboardEvent('keydown', {altKey: true, shiftKey: true, code: 'KeyP'}));
  while (!root.querySelector('.lanes .sn')) await new Promise(requestAnimationFrame);
  return performance.now() - started;
}"""
ZOOM = """async (root) => {
  const chart = root.querySelector('.tlb');
  const {left, top} = chart.getBoundingClientRect();
  const times = [];
  for (let n = 0; n < 30; n++) {
    let began;
    requestAnimationFrame(() => { began = performance.now(); });
    chart.dispatchEvent(new WheelEvent('wheel', {deltaY: n < 15 ? -40 : 40, ctrlKey: true,
      clientX: left + 500, clientY: top + 90, bubbles: true, cancelable: true}));
    await new Promise((done) => requestAnimationFrame(() => {
      root.querySelector('.sn')?.getBoundingClientRect();
      times.push(performance.now() - began);
      done();
    }));
  }
  return times.sort((a, b) => a - b)[15];
}"""


@pytest.fixture(scope="module")
def bodies(chromium, site):
    """Every file that the panel fetched: while it was closed, and once it was opened."""
    context = chromium.new_context()
    page = context.new_page()
    fetched: list[tuple[str, bytes]] = []
    page.on(
        "response",
        lambda answer: "/assets/" in answer.url and fetched.append((answer.url, answer.body())),
    )
    page.goto(f"{site}/posts/")
    page.locator("cycleprof-panel .ring").wait_for()
    page.wait_for_timeout(300)
    closed = list(fetched)
    page.keyboard.press("Alt+Shift+P")
    page.locator("cycleprof-panel .sn").first.wait_for()
    page.wait_for_timeout(300)
    context.close()
    return closed, fetched[len(closed) :]


def code(files):
    """The files as one text without their comments, which hold the types."""
    text = "\n".join(body.decode() for _, body in files)
    return re.sub(r"/\*.*?\*/|^\s+", "", text, flags=re.DOTALL | re.MULTILINE).encode()


def packed(files):
    return len(gzip.compress(code(files), 9))


def test_script_in_the_page_is_small_and_one(bodies):
    closed, _ = bodies

    assert closed[0][0].endswith("/panel.js")
    assert packed(closed[:1]) <= 5_000


def test_what_an_idle_page_fetches_for_ring_findings_and_peek_is_small(bodies):
    closed, _ = bodies
    beacon = [one for one in closed if one[0].endswith("/beacon.js")]

    assert packed([one for one in closed if one not in beacon]) <= 9_500
    assert packed(beacon) <= 1_500  # what it sends is measured, not shown


def test_open_panel_is_small(bodies):
    _, opened = bodies

    assert packed(opened) <= 28_000
    assert len(code(opened)) <= 96_000


def test_no_file_is_fetched_twice_or_from_elsewhere(bodies, site):
    addresses = [address for files in bodies for address, _ in files]

    assert len(addresses) == len(set(addresses))
    assert all(address.startswith(site) for address in addresses)


@pytest.mark.parametrize("spans", [1_000, 5_000])
def test_large_profile_has_few_nodes_and_fluid_zoom(tab, spans):
    opened = tab().showing(document(analyse(many_spans(spans)))).goto("/posts/")
    opened.panel.locator(".ring").wait_for()
    opened.inside(OPEN)

    middle = opened.inside(ZOOM)

    assert opened.inside("(root) => root.querySelectorAll('*').length") <= 1_500
    small = tab().showing(document(analyse(many_spans(76)))).goto("/posts/")
    small.panel.locator(".ring").wait_for()
    small.inside(OPEN)
    assert middle <= 4 * small.inside(ZOOM) + 8  # a ratio, since machines differ


def test_table_of_a_large_profile_holds_only_what_is_in_view(tab):
    opened = tab().showing(document(analyse(many_spans(5_000)))).goto("/posts/").open_dock()

    opened.panel.get_by_role("button", name="View as table").click()
    opened.panel.locator("tbody tr").nth(5).wait_for()

    assert opened.inside("(root) => root.querySelectorAll('*').length") <= 1_500
