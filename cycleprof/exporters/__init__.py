"""The export formats: one file each, all from reports to text. Pure."""

from __future__ import annotations

from cycleprof.exporters import (
    chrome,
    github,
    gitlab,
    har,
    html,
    json,
    junit,
    markdown,
    otlp,
    sarif,
    speedscope,
)
from cycleprof.exporters._format import Format

__all__ = ["FORMATS", "Format", "UnknownFormatError", "find_format"]

FORMATS: tuple[Format, ...] = (
    json.FORMAT,
    html.FORMAT,
    speedscope.FORMAT,
    chrome.FORMAT,
    otlp.FORMAT,
    har.FORMAT,
    sarif.FORMAT,
    junit.FORMAT,
    github.FORMAT,
    gitlab.FORMAT,
    markdown.FORMAT,
)


class UnknownFormatError(LookupError):
    """There is no export format of this name."""


def find_format(name: str) -> Format:
    """The format of this name.

    Raises:
        UnknownFormatError: there is none; the message lists those that there are.
    """
    for one in FORMATS:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in FORMATS)
    raise UnknownFormatError(f"there is no export format {name!r}; there are {known}")
