"""Reads the comments by which a line of source, or of a template, silences findings."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

from cycleprof.frames import Site
from cycleprof.installed import is_library
from cycleprof.model import Attribute

_COMMENT = re.compile(
    r"#\s*cycleprof:\s*ignore\b(?:\[(?P<codes>[^\]]*)\])?\s*(?P<reason>.*?)\s*(?:[-]?#\}|$)"
)
_MOST_INSTALLED = 200
_NOTHING_ELSE = re.compile(r"\s*\{?#")


def silenced_at(*sites: Site | None) -> dict[str, Attribute]:
    """The attributes that the comments at these lines, or alone on the line above, ask for."""
    for site in sites:
        found = _comments(site.file, _changed(site.file)).get(site.line) if site else None
        if found is not None:
            codes, reason = found
            return {"cycleprof.ignore": list(codes), "cycleprof.ignore.reason": reason or None}
    return {}


def look_again() -> None:
    """Ask the disk again whether files have changed: a profile asks once for each of its files.

    Those of Python and of packages stay as they are while they are in use.
    """
    _times.clear()
    _times.update(_installed)


_times: dict[str, int] = {}
_installed: dict[str, int] = {}


def _changed(file: str) -> int:
    known = _times.get(file)
    if known is None:
        try:
            known = os.stat(file).st_mtime_ns  # noqa: PTH116 - a path object costs three times as much
        except (OSError, ValueError):
            known = 0
        _times[file] = known
        if len(_installed) < _MOST_INSTALLED and is_library(file):
            _installed[file] = known
    return known


@lru_cache(maxsize=512)
def _comments(file: str, changed: int) -> dict[int, tuple[tuple[str, ...], str]]:
    """By line: the codes and the reason. ``changed`` makes an edited file a new one."""
    if not changed:
        return {}
    try:
        lines = Path(file).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    found: dict[int, tuple[tuple[str, ...], str]] = {}
    for number, line in enumerate(lines, start=1):
        match = _COMMENT.search(line) if "cycleprof:" in line else None
        if match is not None:
            codes = tuple(code.strip() for code in (match["codes"] or "*").split(",") if code)
            found[number] = (codes, match["reason"])
            if _NOTHING_ELSE.match(line):
                found.setdefault(number + 1, (codes, match["reason"]))
    return found
