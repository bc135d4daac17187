"""Writes for people, in colour where rich and a terminal are there, and for programs."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

try:
    from rich.console import Console
    from rich.progress import track
    from rich.text import Text
except ImportError:  # without the extra `cli` everything is plain
    Console = Text = track = None  # type: ignore[assignment,misc]

T = TypeVar("T")
Segment = str | tuple[str, str]
"""A piece of a line: plain, or a text with a style such as ``bold red``."""


class Output:
    """Standard output. ``as_json`` asks commands for documents instead of text."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json
        self._console = None
        if Console is not None and sys.stdout.isatty() and not as_json:
            self._console = Console(highlight=False, soft_wrap=True)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")

    @property
    def width(self) -> int:
        """Columns of the terminal; of a file 100."""
        return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100

    def line(self, *segments: Segment) -> None:
        """One line made of pieces."""
        pieces = [(one, "") if isinstance(one, str) else one for one in segments]
        if self._console is not None:
            self._console.print(Text.assemble(*[(clean(text), style) for text, style in pieces]))
        else:
            sys.stdout.write(clean("".join(text for text, _ in pieces)).rstrip() + "\n")
        sys.stdout.flush()

    def text(self, text: str) -> None:
        """Text as it is, for files and pipes."""
        sys.stdout.write(text)
        sys.stdout.flush()

    def document(self, document: Any, *, indent: int | None = 2) -> None:
        """A document for programs; with ``indent`` None on one line."""
        self.text(json.dumps(document, indent=indent) + "\n")

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[Segment]]) -> None:
        """Columns under their heads; a head that ends in ``>`` aligns its column to the right."""
        names = [head.rstrip(">") for head in heads]
        widths = [
            max(len(name), *(len(_plain(row[i])) for row in rows)) if rows else len(name)
            for i, name in enumerate(names)
        ]
        right = [head.endswith(">") for head in heads]
        self.line(*_row([(name, "dim") for name in names], widths, right))
        for row in rows:
            self.line(*_row(row, widths, right))

    def progress(self, items: Sequence[T], what: str) -> Iterable[T]:
        """The items, with a bar while they are worked through on a terminal."""
        if self._console is None or len(items) < 2:  # noqa: PLR2004 - one thing needs no bar
            return items
        return track(items, description=what, console=self._console, transient=True)


def _plain(segment: Segment) -> str:
    return segment if isinstance(segment, str) else segment[0]


def _row(row: Sequence[Segment], widths: list[int], right: list[bool]) -> Iterator[Segment]:
    for number, segment in enumerate(row):
        text = _plain(segment)
        style = "" if isinstance(segment, str) else segment[1]
        space = widths[number] - len(text)
        last = number == len(row) - 1
        padded = " " * space + text if right[number] else text if last else text + " " * space
        yield padded if not style else (padded, style)
        if not last:
            yield "  "


def clean(text: str) -> str:
    """Text that cannot steer a terminal: recorded names may hold anything."""
    return "".join(one if one.isprintable() or one in "\n\t" else "\ufffd" for one in text)
