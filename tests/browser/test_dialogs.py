"""A page's modal dialog makes everything beside it inert; the panel stays within reach."""

from __future__ import annotations

import pytest

PAGE = """() => {
  const dialog = document.createElement('dialog');
  dialog.style.cssText = 'transform: translate(10px, 10px); overflow: hidden; width: 300px';
  dialog.innerHTML = '<form method="dialog"><input id="field"><button>OK</button></form>';
  dialog.addEventListener('click', (event) => {
    const {left, right, top, bottom} = dialog.getBoundingClientRect();
    const outside = event.clientX < left || event.clientX > right
      || event.clientY < top || event.clientY > bottom;
    if (outside) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}"""


@pytest.fixture
def modal(tab):
    opened = tab().goto("/posts/")
    opened.panel.locator(".ring").wait_for()
    opened.page.evaluate(PAGE)
    opened.page.wait_for_function("document.querySelector('dialog > cycleprof-panel')")
    return opened


def is_open(opened):
    return opened.page.evaluate("document.querySelector('dialog').open")


def test_pill_and_dock_are_used_by_pointer_beside_a_modal_dialog(modal):
    modal.pill.click()
    modal.panel.locator(".lanes").wait_for()
    modal.panel.get_by_role("tab", name="Queries").click()
    modal.panel.locator(".qg").first.wait_for()

    box = modal.panel.locator(".dock").bounding_box()
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 1440, 900)
    assert is_open(modal)


def test_keys_work_in_the_panel_and_escape_leaves_the_page_s_dialog_open(modal):
    modal.open_dock()
    modal.page.keyboard.press("2")
    modal.panel.locator(".qg").first.wait_for()
    modal.page.keyboard.press("Escape")
    modal.panel.locator(".dock").wait_for(state="hidden")

    assert is_open(modal)
    assert "queries" in modal.focused()


def test_dialog_itself_stays_usable_while_the_dock_is_open(modal):
    modal.open_dock()
    modal.page.locator("#field").fill("typed")

    assert modal.page.locator("#field").input_value() == "typed"


def test_panel_goes_home_when_the_dialog_closes_or_is_taken_away(modal):
    modal.page.get_by_role("button", name="OK").click()
    modal.page.wait_for_function("document.querySelector('html > cycleprof-panel')")

    modal.page.evaluate("document.querySelector('dialog').showModal()")
    modal.page.wait_for_function("document.querySelector('dialog > cycleprof-panel')")
    modal.page.evaluate("document.querySelector('dialog').remove()")
    modal.page.wait_for_function("document.querySelector('html > cycleprof-panel')")

    assert modal.pill.is_visible()
