"""The panel in other languages: every word of its frame, and numbers as they are written there."""

from __future__ import annotations

import pytest
from panel_factories import slow_document


def test_panel_speaks_german(tab):
    opened = tab().showing(slow_document("de")).goto("/posts/").open_dock()
    text = opened.panel.locator(".dock").inner_text()

    assert "Zeitleiste" in text
    assert "Schließen" in text
    assert "54\xa0% der Zeit ist Datenbank." in text
    assert "87,0" in text
    assert opened.panel.locator(".search, .srch input").get_attribute("placeholder") == "Filter"


@pytest.mark.parametrize("language", ["fr", "es", "pt", "ja", "zh"])
def test_panel_speaks_other_languages_without_breaking(tab, language):
    opened = tab(width=390).showing(slow_document(language)).goto("/posts/").open_dock()
    for key in "23456789":
        opened.page.keyboard.press(key)
        opened.page.wait_for_timeout(80)
    shell = opened.panel.locator(".cp")

    assert shell.get_attribute("lang") == language
    assert "Middleware" not in shell.inner_text() or language in {"fr", "es", "pt"}
    assert "Queries" not in shell.inner_text()


def test_browser_s_language_is_spoken_where_the_project_has_only_others(tab):
    opened = tab(locale="ja-JP").goto("/posts/").open_dock()

    assert opened.panel.locator(".cp").get_attribute("lang") == "ja"
    assert "タイムライン" in opened.panel.locator(".tab").first.inner_text()


def test_list_of_profiles_speaks_it_too(tab):
    opened = tab(locale="de-AT").goto("/__cycleprof__/")

    opened.page.locator("#cycleprof .t3", has_text="Aufgezeichnete").first.wait_for()
    assert opened.page.locator("html").get_attribute("lang") == "de"
