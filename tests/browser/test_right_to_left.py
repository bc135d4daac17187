"""A page that reads from right to left has a panel that does, in which time and code do not."""

from __future__ import annotations

import pytest


def altered(opened, before, after):
    """The posts page with a part of its text replaced, and the dock open."""

    def handle(route):
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace(before, after, 1))

    opened.page.route("**/posts/", handle)
    return opened.goto("/posts/").open_dock()


@pytest.fixture
def mirrored(tab):
    return lambda **options: altered(tab(**options), "<html ", '<html dir="rtl" ')


def middle(opened, selector):
    box = opened.panel.locator(selector).first.bounding_box()
    return box["x"] + box["width"] / 2


def test_header_tabs_and_rail_are_mirrored_and_the_timeline_is_not(mirrored):
    opened = mirrored()

    assert middle(opened, ".path") > middle(opened, ".hd .tb >> nth=-1")
    assert middle(opened, ".tab >> nth=0") > middle(opened, ".tab >> nth=1")
    assert middle(opened, ".rail") < middle(opened, ".tl")
    assert middle(opened, ".gut >> nth=2") < middle(opened, ".trk >> nth=2")


def test_english_numbers_and_units_keep_their_order(mirrored):
    opened = mirrored()
    order = opened.panel.locator(".big").evaluate(
        """(big) => {
          const range = document.createRange();
          range.selectNodeContents(big.firstChild);
          const number = range.getBoundingClientRect();
          return big.querySelector('small').getBoundingClientRect().left - number.left;
        }"""
    )

    assert order > 0


def test_arrow_keys_follow_the_eye(mirrored):
    opened = mirrored()
    opened.page.keyboard.press("ArrowLeft")

    opened.panel.locator(".tab[aria-selected=true]", has_text="Queries").wait_for()


def test_code_reads_from_left_to_right(mirrored):
    opened = mirrored()
    opened.page.keyboard.press("2")
    opened.panel.locator(".det .code").first.wait_for()

    directions = opened.panel.locator(".code, .m").evaluate_all(
        "(all) => [...new Set(all.map((one) => getComputedStyle(one).direction))]"
    )

    assert directions == ["ltr"]


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_scrolls_sideways(mirrored, width):
    opened = mirrored(width=width)
    for key in "12345678f":
        opened.page.keyboard.press(key)
        opened.page.wait_for_timeout(120)
        assert opened.inside(
            """(root) => {
              const viewer = root.querySelector('.viewer');
              return viewer.scrollWidth - viewer.clientWidth;
            }"""
        ) <= 0, f"tab {key}"  # fmt: skip


def test_style_sheet_that_turns_the_page_does_not_turn_the_panel(tab):
    opened = altered(tab(), "</head>", "<style>html{direction:rtl}</style></head>")

    assert opened.panel.locator(".cp").get_attribute("dir") == "ltr"
