"""Everything by keyboard: the walk of the design, and a fix copied without a pointer."""

from __future__ import annotations

import pytest
from panel_factories import slow_document


@pytest.fixture
def dock(tab):
    opened = tab(permissions=["clipboard-read", "clipboard-write"])
    return opened.showing(slow_document()).goto("/posts/").open_dock()


def press(opened, *keys):
    for key in keys:
        opened.page.keyboard.press(key)
        opened.page.wait_for_timeout(120)
    return opened


def selected(opened):
    return opened.panel.locator(".tab[aria-selected=true]").inner_text().split()[0]


def test_one_key_opens_and_closes_and_focus_goes_back_to_the_pill(tab):
    opened = tab().goto("/posts/").open_dock()
    assert opened.focused().startswith("Timeline")

    press(opened, "Alt+Shift+P")

    assert not opened.panel.locator(".dock").is_visible()
    assert "queries" in opened.focused()


def test_pill_is_reached_by_tab_and_opened_by_enter(tab):
    opened = tab().goto("/posts/")
    opened.panel.locator(".ring").wait_for()
    for _ in range(80):
        opened.page.keyboard.press("Tab")
        if opened.inside("(root) => root.activeElement?.className.includes('pill')"):
            break
    opened.panel.locator(".peek").wait_for()

    press(opened, "Enter")

    opened.panel.locator(".dock .tab").first.wait_for()


def test_digits_and_arrows_change_tabs(dock):
    assert selected(press(dock, "5")) == "Middleware"
    assert selected(press(dock, "ArrowRight")) == "Request"
    assert selected(press(dock, "Home")) == "Timeline"
    assert selected(press(dock, "End")) == "Flame"


def test_fix_of_an_n_plus_one_is_copied_by_two_keys(dock):
    press(dock, "n", "c")

    copied = dock.page.evaluate("navigator.clipboard.readText()")

    assert copied == '.prefetch_related("tags")'
    assert "copied" in dock.panel.locator("[role=status]").first.inner_text()


def test_combined_fix_is_copied_from_the_queries(dock):
    press(dock, "2", "c")

    copied = dock.page.evaluate("navigator.clipboard.readText()")

    assert '.select_related("author").prefetch_related("tags")' in copied


def test_arrows_walk_over_spans_and_keep_the_focus_in_view(dock):
    dock.panel.locator(".sn[tabindex='0']").focus()
    press(dock, "ArrowDown", "ArrowDown")
    first = dock.focused()
    press(dock, "ArrowDown", "ArrowRight", "ArrowRight")

    assert first != dock.focused()
    assert dock.inside("(root) => root.activeElement.classList.contains('sn')")


def test_enter_inspects_and_escape_steps_back_before_it_closes(dock):
    dock.panel.locator("[data-lane=db] .sn").nth(2).focus()
    press(dock, "z", "Enter")
    assert "Copy SQL" in dock.panel.locator(".rail").inner_text()

    press(dock, "Escape")
    assert "Copy SQL" not in dock.panel.locator(".rail").inner_text()
    assert "reset" in dock.panel.locator(".lk").inner_text()

    press(dock, "Escape")
    assert "table" in dock.panel.locator(".lk").inner_text()

    press(dock, "Escape")
    assert not dock.panel.locator(".dock").is_visible()


def test_finding_is_left_by_escape_and_keeps_the_focus(dock):
    dock.page.keyboard.press("n")
    letter = dock.inside("(root) => root.activeElement.dataset.finding")
    dock.page.keyboard.press("Escape")

    assert letter == "A"
    assert dock.inside("(root) => root.activeElement?.dataset.finding") == letter
    dock.page.keyboard.press("Escape")
    assert not dock.panel.locator(".dock").is_visible()


def test_filter_is_left_by_escape_and_dims_what_does_not_match(dock):
    press(dock, "/")
    dock.page.keyboard.type("auth_user")
    dock.page.wait_for_timeout(150)
    assert dock.panel.locator(".sn.dim").count() > 0

    press(dock, "Escape")

    assert dock.panel.locator(".sn.dim").count() == 0


def test_list_of_statements_moves_by_arrows(dock):
    press(dock, "2")
    dock.panel.locator(".qg.on").focus()
    before = dock.focused()

    press(dock, "ArrowDown")

    assert dock.focused() != before
    assert dock.panel.locator(".detail h2").inner_text().startswith("A")


def test_single_keys_do_nothing_while_the_focus_is_in_the_page(dock):
    dock.page.locator("input[name=q]").focus()
    dock.page.keyboard.type("2tn[")

    assert dock.page.locator("input[name=q]").input_value() == "2tn["
    assert selected(dock) == "Timeline"


def test_grip_resizes_and_the_height_is_remembered(dock):
    before = dock.panel.locator(".dock").bounding_box()["height"]
    dock.panel.locator(".grip").focus()
    press(dock, "ArrowUp", "ArrowUp")

    dock.goto("/posts/").open_dock()

    assert dock.panel.locator(".dock").bounding_box()["height"] == pytest.approx(before + 48, abs=1)


def test_theme_and_help(dock):
    press(dock, "t", "t")
    assert dock.inside("(root) => root.querySelector('.cp').dataset.theme") == "dark"

    press(dock, "?")
    assert dock.panel.get_by_role("dialog").is_visible()
    press(dock, "Escape")

    assert dock.panel.get_by_role("dialog").count() == 0
    assert dock.panel.locator(".dock").is_visible()


def test_keys_in_quick_succession_act_on_the_tab_that_they_lead_to(dock):
    for key in ("2", "n", "n", "8", "9", "2"):
        dock.page.keyboard.press(key)
    dock.panel.locator(".qg").first.wait_for()
    dock.page.wait_for_timeout(300)

    assert selected(dock) == "Queries"
    assert dock.inside("(root) => root.activeElement !== null")
