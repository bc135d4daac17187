"""Finds the loop from which something was called, through whatever helpers lie in between."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from cycleprof.analysis.identity import place
from cycleprof.model import Origin, Span

_PARTS = 4


class Frame(NamedTuple):
    """A line of the project on the stack, whether it lies in a loop, and in a coroutine.

    ``at`` tells the calls of one line apart where several of them may be alike.
    """

    origin: Origin
    loops: bool
    awaits: bool = False
    at: str = ""


def stack(span: Span) -> list[Frame]:
    """The lines of the project through which the span was reached, innermost first."""
    callers = span.attributes.get("cycleprof.callers")
    found = [_frame(caller) for caller in callers] if isinstance(callers, list) else []
    if not found and span.origin is not None:
        found = [Frame(span.origin, loops=False)]
    return found


def _frame(caller: str) -> Frame:
    file, line, function, traits = (caller.split("|") + [""] * _PARTS)[:_PARTS]
    number = int(line) if line.isdigit() else 0
    origin = Origin(file=file, line=number, function=function or None)
    found = traits.split()
    at = next((one for one in found if one.startswith("@")), "")
    return Frame(origin, loops="loop" in found, awaits="async" in found, at=at)


def loop_line(span: Span) -> Origin | None:
    """The innermost line that lies in a loop."""
    return next((frame.origin for frame in stack(span) if frame.loops), None)


def async_line(span: Span) -> Origin | None:
    """The innermost line of a coroutine: from there on all is synchronous."""
    return next((frame.origin for frame in stack(span) if frame.awaits), None)


def way(span: Span) -> Hashable:
    """Equal for spans that are reached from one loop in one way.

    Without a loop on the stack the lines have to be the same all the way: what several places
    do once each is no repeat.
    """
    frames = stack(span)
    for number, frame in enumerate(frames):
        if frame.loops:
            return tuple(place(one.origin) for one in frames[: number + 1])
    return tuple((one.origin.file, one.origin.line, one.at) for one in frames)


def line_in(span: Span, function: Origin | None) -> Origin | None:
    """The line of a given function on the way to the span."""
    wanted = place(function)
    return next((frame.origin for frame in stack(span) if place(frame.origin) == wanted), None)
