"""Reads the lines of source around an origin, from the folders it may lie in and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from cycleprof import blocks
from cycleprof.model import Origin
from cycleprof.panels.language import choose, plural_translator, translator
from cycleprof.panels.surroundings import Lines, Surroundings

_SUFFIXES = frozenset({".py", ".html", ".htm", ".txt", ".xml", ".jinja", ".jinja2", ".j2", ".md"})
_LARGEST = 2_000_000


def at_home(wanted: str | None = None) -> Surroundings:
    """A language, and the source of the project and of the libraries of this process."""
    language = choose(wanted)
    project = blocks.surroundings.base_dir or Path.cwd()
    return Surroundings(
        language=language,
        translate=translator(language),
        translate_many=plural_translator(language),
        source=reader([project, *map(Path, filter(None, sys.path))]),
    )


def reader(folders: Iterable[Path], around: int = 2) -> Callable[[Origin], Lines]:
    """A function that gives up to ``around`` lines before and after an origin's line.

    It gives none where the file is gone, too large, or no kind of source, and never reads outside
    the folders. Each file is read once.
    """
    roots = [folder.resolve() for folder in folders]
    known: dict[str, list[str]] = {}

    def around_origin(origin: Origin) -> Lines:
        if origin.file not in known:
            known[origin.file] = _read(roots, origin.file)
        lines = known[origin.file]
        first = max(origin.line - around, 1)
        last = min(origin.line + around, len(lines))
        if not 1 <= origin.line <= len(lines):
            return ()
        return [(number, lines[number - 1]) for number in range(first, last + 1)]

    return around_origin


def _read(roots: list[Path], file: str) -> list[str]:
    for root in roots:
        try:
            path = (root / file).resolve()
            if not path.is_relative_to(root) or path.suffix not in _SUFFIXES or not path.is_file():
                continue
            if path.stat().st_size > _LARGEST:
                return []
            return path.read_text("utf-8", "replace").splitlines()
        except (OSError, ValueError):  # unreadable, or no possible path at all
            continue
    return []
