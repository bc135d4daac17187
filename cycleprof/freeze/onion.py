"""Splits each middleware layer into its way in and its way out."""

from __future__ import annotations

from cycleprof.model import Stage
from cycleprof.shapes import Row

LAYER = "cycleprof.layer"
"""Attribute of the span of the innermost layer, which is Django's own handler."""
_MIDDLEWARE = Stage.MIDDLEWARE.value
_PHASES = ("cycleprof.in_ns", "cycleprof.out_ns", "cycleprof.answered")


def add_phases(rows: list[Row]) -> None:
    """Add the phases of each middleware layer to its attributes.

    ``cycleprof.in_ns`` is the time from a layer's start until it called the next layer,
    ``cycleprof.out_ns`` from that layer's return until its own; one that called on nobody has
    answered itself, and all its time is on the way in.
    """
    layers = []
    inner: dict[int, list[tuple[int, int]]] = {}
    for place, (shape, _, parent, start, end, _, _) in enumerate(rows):
        if shape.stage == _MIDDLEWARE:
            layers.append(place)
        elif LAYER not in shape.names:
            continue
        if parent is not None:
            inner.setdefault(parent, []).append((start, end))
    for place in layers:
        shape, one, parent, start, end, values, lane = rows[place]
        called = inner.get(one)
        if called:
            phases = (called[0][0] - start, end - called[-1][1], False)
        else:
            phases = (end - start, 0, True)
        values = (*values, *phases)
        rows[place] = (shape.with_more(_PHASES), one, parent, start, end, values, lane)
