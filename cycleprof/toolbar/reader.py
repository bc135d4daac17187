"""The language to speak to whoever asks: the panel's own choice of six and English."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_request

from cycleprof.panels.language import choose, known

_MOST_READ = 500  # characters of a header that anybody may have written
_MOST_NAMED = 20  # languages


def language_of(request: HttpRequest) -> str:
    """What the reader chose in the project, else what the browser asks for, else the project's.

    The project's LANGUAGES do not limit it: they say what the project is written in, and the panel
    is written in others.
    """
    chosen = known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
    if chosen:
        return chosen
    for wanted in _asked_for(request.headers.get("Accept-Language", "")):
        if language := known(wanted):
            return language
    return choose(get_language_from_request(request))


def _asked_for(header: str) -> list[str]:
    """The languages of an Accept-Language header, the most wanted first."""
    weighed = []
    for term in header[:_MOST_READ].split(",")[:_MOST_NAMED]:
        name, _, weight = term.partition(";")
        if (quality := _quality(weight)) > 0:
            weighed.append((quality, name.strip()))
    return [name for _, name in sorted(weighed, key=lambda one: -one[0])]


def _quality(text: str) -> float:
    """From 0, which refuses, to 1, which is meant where nothing is said."""
    if not text.strip():
        return 1.0
    try:
        return float(text.strip().removeprefix("q="))
    except ValueError:
        return 0.0
