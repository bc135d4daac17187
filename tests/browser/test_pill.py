"""The closed panel: its corner, and the peek that says why without a click."""

from __future__ import annotations

import pytest


@pytest.fixture
def closed(tab):
    opened = tab(width=1200, height=800).goto("/posts/")
    opened.panel.locator(".ring").wait_for()
    return opened


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(opened, x, y):
    opened.page.mouse.move(*middle(opened.pill))
    opened.page.mouse.down()
    opened.page.mouse.move(600, 400, steps=4)
    opened.page.mouse.move(x, y, steps=4)
    opened.page.mouse.up()


@pytest.mark.parametrize(
    ("x", "y", "corner"),
    [
        (100, 90, "top-left"),
        (1100, 90, "top-right"),
        (100, 700, "bottom-left"),
        (1100, 700, "bottom-right"),
    ],
)
def test_pill_is_dragged_to_a_corner_and_stays_there(closed, x, y, corner):
    drag(closed, x, y)
    vertical, horizontal = corner.split("-")

    for _ in range(2):
        closed.panel.locator(f".cp[data-corner={corner}]").wait_for(state="attached")
        left, top = middle(closed.pill)
        assert (left < 600) == (horizontal == "left")
        assert (top < 400) == (vertical == "top")
        assert not closed.panel.locator(".dock").is_visible()  # a drag is no click
        closed.page.reload()
        closed.panel.locator(".ring").wait_for()


def test_after_a_drag_a_click_opens_as_before(closed):
    drag(closed, 100, 90)
    closed.pill.click()

    closed.panel.locator(".tab[aria-selected=true]").wait_for()


def test_unsteady_click_is_a_click(closed):
    x, y = middle(closed.pill)
    closed.page.mouse.move(x, y)
    closed.page.mouse.down()
    closed.page.mouse.move(x + 3, y - 2)
    closed.page.mouse.up()

    closed.panel.locator(".tab[aria-selected=true]").wait_for()
    assert closed.panel.locator(".cp").get_attribute("data-corner") == "bottom-right"


def test_alt_and_arrows_move_it_and_it_keeps_the_focus(closed):
    closed.pill.focus()
    closed.page.keyboard.press("Alt+ArrowUp")
    closed.page.keyboard.press("Alt+ArrowLeft")

    assert closed.panel.locator(".cp").get_attribute("data-corner") == "top-left"
    assert "queries" in closed.focused()


@pytest.mark.parametrize("how", ["hover", "focus"])
def test_peek_says_why_and_goes_when_it_is_left(closed, how):
    getattr(closed.pill, how)()
    peek = closed.panel.locator(".peek")
    peek.wait_for()
    told = peek.inner_text()

    assert "GET /posts/" in told
    assert "of the time is" in told
    assert "N+1" in told
    assert peek.locator(".ltr").all_inner_texts() == ["A", "B", "C"]
    assert closed.pill.get_attribute("aria-describedby") == peek.get_attribute("id")

    closed.page.mouse.move(5, 5)
    closed.pill.evaluate("(pill) => pill.blur()")
    peek.wait_for(state="hidden")


@pytest.mark.parametrize("corner", ["top-left", "bottom-left", "top-right"])
def test_peek_stands_beside_the_pill_in_every_corner(closed, corner):
    x, y = 100 if "left" in corner else 1100, 90 if "top" in corner else 700
    drag(closed, x, y)
    closed.page.mouse.move(600, 400)
    closed.pill.hover()
    peek = closed.panel.locator(".peek")
    peek.wait_for()

    ours, pill = peek.bounding_box(), closed.pill.bounding_box()
    assert (ours["y"] > pill["y"]) == ("top" in corner)
    assert 0 <= ours["x"] <= 1200 - ours["width"]
