from __future__ import annotations

import ast
import re
from dataclasses import replace

import pytest
from messages import ROOT, messages
from panel_factories import repeats, slow_page

from cycleprof.analysis import analyse
from cycleprof.panels import document
from cycleprof.panels.language import choose, is_one, languages, texts

OTHERS = ("de", "es", "fr", "ja", "pt", "zh")
PLACE = re.compile(r"\{\w+\}")


def test_six_languages_besides_english_are_spoken():
    assert languages() == ("en", *OTHERS)


@pytest.mark.parametrize("language", OTHERS)
def test_language_is_complete_and_has_nothing_left_over(language):
    assert sorted(texts(language)) == messages()


@pytest.mark.parametrize("language", OTHERS)
def test_translations_keep_the_places_for_values(language):
    for english, translated in texts(language).items():
        assert set(PLACE.findall(translated)) == set(PLACE.findall(english)), english
        assert translated.count("|") == english.count("|"), english


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("de", "de"), ("de-AT", "de"), ("zh_Hans", "zh"), ("pt-br", "pt"), ("eo", "en"), (None, "en")],
)
def test_nearest_language_is_chosen(wanted, language):
    assert choose(wanted) == language


def test_numbers_take_the_form_of_their_language():
    assert [is_one("en", 0), is_one("fr", 0), is_one("ja", 1)] == [False, True, False]


def test_document_speaks_the_language_asked_for():
    page = slow_page()
    report = replace(analyse(page), findings=repeats(page))

    made = document(report, language="de-at")

    assert made["head"]["language"] == "de"
    assert made["head"]["verdict"][0]["say"] == "{share} der Zeit ist Datenbank."
    assert [panel["title"] for panel in made["panels"]][:2] == ["Zeitleiste", "Abfragen"]


def test_detectors_say_nothing_that_no_catalogue_could_hold():
    bare = [
        f"{path.name}:{keyword.value.lineno}"
        for path in (ROOT / "cycleprof" / "analysis").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in {"title", "detail", "text"}
        and isinstance(keyword.value, ast.Constant | ast.JoinedStr)
    ]

    assert bare == []
