"""Finds the line of a key in a TOML file, which the parser does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any

_HEADER = re.compile(r"^\s*\[(?P<name>[^\[\]].*?)\]\s*(#.*)?$")
_KEY = re.compile(r"""^\s*(?P<key>[\w-]+|"(?:[^"\\]|\\.)*"|'[^']*')(?P<more>\s*\.[^=]*)?\s*=""")


def line_of(text: str, path: Sequence[str]) -> int | None:
    """The number of the line where the key of this path stands, or else its table; from 1."""
    best: tuple[int, int] | None = None
    table: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header:
            here = table = _dotted(header["name"])
        else:
            key = _KEY.match(line)
            here = [*table, *_dotted(key[0].rstrip(" =\t"))] if key else []
        depth = _common(here, path)
        if depth and (best is None or depth > best[0]):
            best = (depth, number)
    return best[1] if best else None


def _common(here: Sequence[str], path: Sequence[str]) -> int:
    """How much of the path a line stands for; 0 if it stands for something else."""
    depth = min(len(here), len(path))
    return depth if list(here[:depth]) == list(path[:depth]) else 0


def _dotted(name: str) -> list[str]:
    """The parts of a dotted key, as the TOML parser reads them."""
    try:
        found: Any = tomllib.loads(f"{name.strip()} = 0")
    except tomllib.TOMLDecodeError:
        return []
    parts = []
    while isinstance(found, dict):
        [(key, found)] = found.items()
        parts.append(key)
    return parts
