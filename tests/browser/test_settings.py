"""The reader's own choices: the editor that opens lines, and the key that opens the panel."""

from __future__ import annotations


def help_of(opened):
    opened.open_dock()
    opened.page.keyboard.press("?")
    opened.panel.locator(".help").wait_for()
    return opened


def test_chosen_editor_opens_lines_from_then_on(tab):
    opened = help_of(tab().goto("/posts/"))
    opened.panel.get_by_label("Open files in").select_option("Zed")
    opened.page.keyboard.press("Escape")
    opened.page.keyboard.press("Escape")
    opened.page.reload()
    opened.open_dock()
    opened.page.keyboard.press("2")

    link = opened.panel.locator(".det a.at").first
    link.wait_for()

    address = link.get_attribute("href")
    assert address.startswith("zed://file/")
    assert "/blog/" in address


def test_key_is_changed_and_taken_away(tab):
    opened = help_of(tab().goto("/posts/"))
    field = opened.panel.get_by_label("Key that opens the panel").first
    field.focus()
    opened.page.keyboard.press("Control+Alt+Y")
    assert field.input_value() == "Ctrl+Alt+Y"
    opened.page.reload()
    opened.panel.locator(".ring").wait_for()

    opened.page.keyboard.press("Alt+Shift+P")
    opened.page.keyboard.press("Control+Alt+Y")
    opened.panel.locator(".dock .tab").first.wait_for()

    opened.page.keyboard.press("?")
    field.focus()
    opened.page.keyboard.press("Backspace")
    opened.page.reload()
    opened.panel.locator(".ring").wait_for()
    assert opened.pill.get_attribute("aria-keyshortcuts") == ""
