"""axe-core finds nothing in any state, in both themes, wide and narrow."""

from __future__ import annotations

from pathlib import Path

import pytest
from panel_factories import slow_document

AXE = Path(__file__).parents[1] / "js" / "node_modules" / "axe-core" / "axe.min.js"
WALK = (  # each step leads from the state before to the one it names
    ("pill", "ring"),
    ("peek", "hover"),
    ("timeline", "open"),
    ("finding", "n"),
    ("span", "Escape span"),
    ("queries", "2"),
    ("templates", "3"),
    ("cache", "4"),
    ("middleware", "5"),
    ("request", "6"),
    ("events", "7"),
    ("history", "8"),
    ("compare", "9"),
    ("help", "?"),
    ("table", "Escape 1 table"),
)
RUN_AXE = """async () => {
  const host = document.querySelector('cycleprof-panel');
  const found = await axe.run(host, {resultTypes: ['violations']});
  return found.violations.flatMap((one) => one.nodes.map(
    (node) => `${one.id}: ${node.html.slice(0, 140)} ${node.any[0]?.message ?? ''}`));
}"""


@pytest.fixture(scope="session")
def axe():
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci in tests/js")
    return AXE.read_text("utf-8")


def step(opened, name):
    if name == "ring":
        opened.panel.locator(".ring").wait_for()
    elif name == "open":
        opened.open_dock()
    elif name == "hover":
        opened.pill.hover()
        opened.panel.locator(".peek").wait_for()
    elif name == "span":
        opened.panel.locator(".sn.db").first.click()
    elif name == "table":
        opened.panel.get_by_role("button", name="View as table").click()
    else:
        opened.page.keyboard.press(name)
        opened.page.wait_for_timeout(250)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(tab, axe, scheme, width):
    opened = tab(width=width, color_scheme=scheme).showing(slow_document()).goto("/posts/")
    opened.page.evaluate(axe)
    found = {}
    for state, steps in WALK:
        for name in steps.split():
            step(opened, name)
        if complaints := opened.page.evaluate(RUN_AXE):
            found[state] = complaints[:6]

    assert not found, "\n".join(f"{state}: {one}" for state in found for one in found[state])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_flame_graph_and_a_comparison(tab, axe, scheme):
    opened = tab(color_scheme=scheme).goto("/posts/").open_dock()
    opened.page.evaluate(axe)
    opened.page.keyboard.press("r")
    opened.panel.get_by_role("button", name="Everything").click()
    found = opened.page.evaluate(RUN_AXE)
    opened.page.keyboard.press("f")
    opened.panel.get_by_role("button", name="Sample Python").click()
    opened.panel.locator(".fr").first.wait_for()
    found += opened.page.evaluate(RUN_AXE)

    assert "\n".join(found) == ""
