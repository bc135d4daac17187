"""Finds the line of a test's file that a comment marks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def lines_of(file: str) -> Callable[[str], int]:
    """A function from a marker to the number of the file's line that ends with it as a comment."""

    def line_of(marker: str) -> int:
        lines = Path(file).read_text().splitlines()
        return next(number for number, line in enumerate(lines, 1) if line.endswith(f"# {marker}"))

    return line_of
