"""A sample of Python stacks: asked for in the panel, drawn, zoomed, searched, read as a table."""

from __future__ import annotations

import pytest
from test_flame import VIEW, sampled

from cycleprof.analysis import analyse
from cycleprof.panels import document

RUNS = (
    ("handler", 0, 0, 100), ("view", 1, 5, 95, VIEW), ("query", 2, 10, 60), ("send", 3, 12, 50),
    ("render", 2, 60, 90),
)  # fmt: skip


@pytest.fixture
def flame(tab):
    made = document(analyse(sampled(*RUNS)))
    opened = tab().showing(made).goto("/posts/").open_dock()
    opened.page.keyboard.press("f")
    opened.panel.locator(".fr").first.wait_for()
    return opened


def frame(opened, name):
    return opened.panel.locator(".fr", has_text=name)


def width(opened, name):
    return frame(opened, name).bounding_box()["width"]


def test_frames_are_as_wide_as_they_took(flame):
    ratio = width(flame, "view") / width(flame, "handler")

    assert ratio == pytest.approx(0.9, abs=0.01)
    assert flame.panel.locator(".fr").count() == len(RUNS)


def test_frame_is_zoomed_by_enter_and_left_by_escape(flame):
    whole = width(flame, "handler")
    flame.panel.locator(".fr[tabindex='0']").focus()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        flame.page.keyboard.press(key)

    assert flame.focused().startswith("query, 50")
    assert width(flame, "query") == pytest.approx(whole, abs=2)
    assert frame(flame, "render").count() == 0

    flame.page.keyboard.press("0")
    assert frame(flame, "render").count() == 1
    flame.page.keyboard.press("Escape")
    assert not flame.panel.locator(".dock").is_visible()


def test_search_dims_the_rest_and_tells_the_share(flame):
    flame.page.keyboard.press("/")
    flame.page.keyboard.type("rend")

    assert flame.panel.locator(".fr:not(.dim)").all_inner_texts() == ["render"]
    assert "30%" in flame.panel.locator(".chips [role=status]").inner_text()


def test_it_opens_with_the_project_s_code_in_view_and_finds_what_is_folded(tab):
    layers = [(f"layer {number}", number, 0, 100) for number in range(30)]
    made = document(analyse(sampled(*layers, ("view", 30, 5, 95, VIEW))))
    opened = tab().showing(made).goto("/posts/").open_dock()
    opened.page.keyboard.press("f")
    opened.panel.locator(".fr").first.wait_for()

    assert opened.panel.locator(".fr").all_inner_texts() == [
        "30 calls: layer 0 … layer 29", "view"]  # fmt: skip

    opened.page.keyboard.press("/")
    opened.page.keyboard.type("layer 7")

    assert opened.panel.locator(".fr:not(.dim)").all_inner_texts() == ["layer 7"]
    pressed = opened.panel.locator(".seg [aria-pressed=true]")
    assert pressed.inner_text() == "All frames"


def test_code_of_the_project_alone_and_the_table(flame):
    flame.panel.get_by_role("button", name="Your code").click()
    assert flame.panel.locator(".fr").all_inner_texts() == ["view"]

    flame.panel.get_by_role("button", name="View as table").click()

    flame.panel.locator("tbody tr").first.wait_for()
    assert flame.panel.locator("tbody tr").count() == len(RUNS)


def test_page_is_sampled_from_the_panel(tab):
    opened = tab().goto("/posts/").open_dock()
    opened.page.keyboard.press("f")

    opened.panel.get_by_role("button", name="Sample Python").click()

    opened.panel.locator(".fr").first.wait_for()
    assert opened.panel.locator(".path").inner_text() == "/posts/"
    assert opened.panel.locator(".toast").count() == 0


def test_request_is_repeated_and_compared(tab):
    opened = tab().goto("/posts/").open_dock()
    opened.page.keyboard.press("r")

    region = opened.panel.get_by_role("region", name="Comparison")
    region.wait_for()

    assert region.locator("p.note").first.inner_text()
    assert region.locator(".cmp .big").count() == 2
    region.get_by_role("button", name="Everything").click()
    assert region.locator(".changes tbody tr").count() > 10
    opened.page.keyboard.press("2")  # the focus has stayed in the panel
    opened.panel.locator(".qg").first.wait_for()
