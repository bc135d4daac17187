"""What a host lends to the panels: a language to speak, and a way to read source files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass

from cycleprof.model import Origin
from cycleprof.model.said import Said

Lines = Sequence[tuple[int, str]]
"""Lines of a file, each with its number, counted from 1."""


def _english(singular: str, plural: str, number: int) -> str:
    return singular if number == 1 else plural


def _no_source(_origin: Origin) -> Lines:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """``translate`` and ``translate_many`` are gettext and ngettext of the reader's ``language``.

    ``source`` gives the lines around an origin, or none where the file cannot be read.
    """

    language: str = "en"
    translate: Callable[[str], str] = str
    translate_many: Callable[[str, str, int], str] = _english
    source: Callable[[Origin], Lines] = _no_source


SURROUNDINGS: ContextVar[Surroundings] = ContextVar(
    "cycleprof.panels",
    default=Surroundings(),  # noqa: B039 - frozen, so it may be shared
)


def gettext(text: str) -> str:
    """The text in the reader's language."""
    return SURROUNDINGS.get().translate(text)


def told(text: str) -> str:
    """What a finding says, in the reader's language as far as it knows how it was put together."""
    return text.translated(SURROUNDINGS.get().translate) if isinstance(text, Said) else text


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of a text that goes with a number, in the reader's language."""
    return SURROUNDINGS.get().translate_many(singular, plural, number)


def line_of(origin: Origin | None) -> str | None:
    """The text of an origin's own line, or None where it cannot be read."""
    found = (text for number, text in source_lines(origin) if origin and number == origin.line)
    return next(found, None)


def source_lines(origin: Origin | None) -> Lines:
    """The lines around an origin; none where there is no origin, or nothing to read."""
    return SURROUNDINGS.get().source(origin) if origin is not None else ()
