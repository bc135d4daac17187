"""What readers set: forced colours, less motion, a theme, zoom, and paper."""

from __future__ import annotations

import pytest

TABS = "123456789f"
SIDEWAYS = """(root) => {
  const viewer = root.querySelector('.viewer');
  return Math.max(viewer.scrollWidth - viewer.clientWidth,
    document.documentElement.scrollWidth - innerWidth);
}"""


def colour(opened, selector, name="backgroundColor"):
    return opened.inside(f"(root) => getComputedStyle(root.querySelector('{selector}')).{name}")


def test_forced_colours_leave_the_data_its_own_and_give_the_rest_borders(tab):
    usual = tab().goto("/posts/").open_dock()
    forced = tab(forced_colors="active").goto("/posts/").open_dock()

    assert colour(forced, ".sum .bar > *") == colour(usual, ".sum .bar > *")
    assert colour(forced, ".rail .ltr") == colour(usual, ".rail .ltr")
    assert colour(forced, ".dock") != colour(forced, ".sum .bar > *")
    assert colour(usual, ".sn", "borderTopWidth") == "0px"
    assert colour(forced, ".sn", "borderTopWidth") == "1px"


def test_chosen_tab_and_row_are_told_apart_in_forced_colours(tab):
    opened = tab(forced_colors="active").goto("/posts/").open_dock()
    opened.page.keyboard.press("2")
    opened.panel.locator(".qg.on").first.wait_for()

    assert colour(opened, ".qg.on", "outlineStyle") == "solid"
    assert opened.inside(
        """(root) => getComputedStyle(
          root.querySelector('.tab[aria-selected=true]'), '::after').backgroundColor"""
    ) != colour(opened, ".tab[aria-selected=true]")  # fmt: skip


def test_nothing_moves_for_those_who_want_less_motion(tab):
    opened = tab(reduced_motion="reduce").goto("/posts/").open_dock()
    moving = """(root) => [...root.querySelectorAll('*')].filter((e) => {
      const {transitionDuration: during, animationName: name} = getComputedStyle(e);
      return name !== 'none' || during.split(',').some((one) => parseFloat(one) > 0);
    }).length"""

    assert opened.inside(moving) == 0
    assert opened.inside("(root) => document.getAnimations().length") == 0


def test_theme_follows_the_system_while_the_page_is_open(tab):
    opened = tab(color_scheme="light").goto("/posts/").open_dock()
    light = colour(opened, ".dock")

    opened.page.emulate_media(color_scheme="dark")

    assert light == "rgb(255, 255, 255)"
    assert colour(opened, ".dock") == "rgb(17, 19, 24)"


@pytest.mark.parametrize("state", ["closed", "open"])
def test_printed_page_is_the_same_as_without_the_panel(tab, state):
    bare = tab()
    bare.page.route(
        "**/panel.js", lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    bare.goto("/posts/fixed/")
    opened = tab().goto("/posts/fixed/")
    opened.panel.locator(".ring").wait_for()
    if state == "open":
        opened.open_dock()
    for one in (bare, opened):
        one.page.emulate_media(media="print")

    assert not opened.pill.is_visible()
    assert not opened.panel.locator(".dock").is_visible()
    assert words(opened) == words(bare)


def words(opened):
    return opened.page.evaluate(
        "() => [document.documentElement.innerText, document.documentElement.scrollHeight]"
    )


def test_report_on_paper_is_all_there_and_has_no_controls(tab):
    opened = tab().goto("/posts/").open_dock()
    opened.page.goto(opened.panel.get_by_role("link", name="Full report").get_attribute("href"))
    opened.page.locator("#cycleprof .lanes").wait_for()
    opened.page.emulate_media(media="print")

    assert not opened.page.locator("#cycleprof .tabs").is_visible()
    assert opened.page.locator("#cycleprof .lanes").is_visible()


@pytest.mark.parametrize("width", [640, 1280])
def test_zoom_of_200_percent_is_half_the_width_and_nothing_is_cut(tab, width):
    # What a browser's zoom does to a page: half the pixels of CSS, each of twice the size.
    opened = tab(width=width // 2, height=450, device_scale_factor=2).goto("/posts/").open_dock()
    for key in TABS:
        opened.page.keyboard.press(key)
        opened.panel.locator(".body > *").first.wait_for()
        assert opened.inside(SIDEWAYS) <= 0, f"tab {key}"

    box = opened.panel.locator(".dock").bounding_box()
    assert box["y"] >= 0
    assert opened.panel.get_by_role("button", name="Close").is_visible()


@pytest.mark.parametrize(("width", "height"), [(320, 500), (2560, 500)])
def test_smallest_and_widest_windows_show_pill_and_peek_whole(tab, width, height):
    opened = tab(width=width, height=height).goto("/posts/")
    opened.panel.locator(".ring").wait_for()
    opened.pill.hover()
    opened.panel.locator(".peek").wait_for()

    for selector in (".pill", ".peek"):
        box = opened.panel.locator(selector).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= 0
