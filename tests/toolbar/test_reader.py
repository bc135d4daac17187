"""Whose language the panel speaks: the reader's, whatever the project's LANGUAGES are."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from cycleprof.toolbar.reader import language_of


@pytest.fixture(autouse=True)
def project(settings):
    settings.LANGUAGES = [("en-gb", "British English"), ("de", "German"), ("ko", "Korean")]
    settings.LANGUAGE_CODE = "en-gb"
    settings.USE_I18N = True


def asked(header: str, **cookies: str) -> str:
    request = RequestFactory().get("/", headers={"accept-language": header} if header else {})
    request.COOKIES.update(cookies)
    return language_of(request)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        ("en-US,en;q=0.9,ja;q=0.5", "en"),
        ("en;q=0.3, fr;q=0.9", "fr"),
        ("zh-TW", "zh"),
        ("ko, pt-BR;q=0.5", "pt"),
        ("de;q=0, es", "es"),
        ("ja;q=high, es;q=0.1", "es"),
        ("ko", "en"),
        ("*", "en"),
        ("", "en"),
        ("," * 9_999, "en"),
    ],
)
def test_browser_s_best_language_of_the_panel_s_is_spoken(header, language):
    assert asked(header) == language


def test_choice_made_in_the_project_weighs_more(settings):
    assert asked("ja", **{settings.LANGUAGE_COOKIE_NAME: "de"}) == "de"
    assert asked("ja", **{settings.LANGUAGE_COOKIE_NAME: "ko"}) == "ja"


def test_project_s_language_is_spoken_to_those_whose_languages_nobody_wrote(settings):
    settings.LANGUAGE_CODE = "de"

    assert asked("sw") == "de"


def test_project_without_translations_is_no_obstacle(settings):
    settings.USE_I18N = False

    assert asked("fr-CA") == "fr"


def test_panels_and_pages_are_written_in_it(client, saved):
    french = {"accept-language": "fr"}
    document = client.get(f"/__cycleprof__/api/profiles/{saved()}/panels", headers=french).json()
    page = client.get("/__cycleprof__/", headers=french).content.decode()

    assert document["head"]["language"] == "fr"
    assert '<html lang="fr">' in page
    assert 'data-language="fr"' in page
