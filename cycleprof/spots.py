"""Lines of source: how they are kept while recording, and what is made of them later."""

from __future__ import annotations

from types import CodeType
from typing import Any, NamedTuple

Call = tuple[CodeType, int]
"""A function of the project that runs, and the position in its bytecode.

Reading a line off a frame takes as long as the function is, up to some microseconds; the position
is at hand, and the line follows from it later: :func:`line_at`.
"""


class Site(NamedTuple):
    """A line of source as it was seen: ``file`` is absolute, ``template`` a template's name.

    ``callers`` are the lines of the project through which it was reached, innermost first.
    """

    file: str
    line: int
    function: str | None = None
    template: str | None = None
    callers: tuple[Call, ...] = ()


Spot = Call | tuple[Any, CodeType, int] | Site
"""A line that is cheap to keep: a call, or one in what Jinja2 compiled, with the template first."""

_MOST_LINES = 20_000
_lines: dict[tuple[int, int], tuple[int, CodeType]] = {}
"""Lines that have been worked out, with the code object, so that its id stays its own."""


def line_at(code: CodeType, position: int) -> int:
    """The line of source at a position in a function's bytecode."""
    known = _lines.get((id(code), position))
    if known is not None:
        return known[0]
    line = code.co_firstlineno
    for first, last, number in code.co_lines():
        if first <= position < last:
            line = number or line
            break
    if len(_lines) >= _MOST_LINES:
        _lines.clear()
    _lines[id(code), position] = (line, code)
    return line


def likeness(spot: Spot | None) -> object:
    """Equal for equal spots, as long as they are kept alive: hashing a code object reads it all."""
    if spot is None or isinstance(spot, Site):
        return spot and spot[:4]
    return (id(spot[0]), spot[1]) if len(spot) == 2 else (id(spot[0]), id(spot[1]), spot[2])  # noqa: PLR2004 - a call


def resolve(spot: Spot | None) -> Site | None:
    """The site of a spot; of a line compiled by Jinja2, the template's line."""
    if spot is None or isinstance(spot, Site):
        return spot
    if len(spot) == 2:  # noqa: PLR2004 - a call
        code, position = spot
        return Site(code.co_filename, line_at(code, position), code.co_qualname)
    template, code, position = spot
    line = template.get_corresponding_lineno(line_at(code, position))
    return Site(str(template.filename), line, None, str(template.name))
