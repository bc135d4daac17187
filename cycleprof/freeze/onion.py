"""Splits each middleware layer into its way in and its way out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cycleprof.model import Stage

LAYER = "cycleprof.layer"
"""Attribute of the span of the innermost layer, which is Django's own handler."""
_MIDDLEWARE = Stage.MIDDLEWARE.value


def add_phases(rows: Sequence[tuple[Any, ...]]) -> None:
    """Add the phases of each middleware layer to its attributes. A row is one of ``packing``.

    ``cycleprof.in_ns`` is the time from a layer's start until it called the next layer,
    ``cycleprof.out_ns`` from that layer's return until its own; one that called on nobody has
    answered itself, and all its time is on the way in.
    """
    layers = []
    inner: dict[int, list[tuple[int, int]]] = {}
    for one, parent, stage, _, start, end, _, _, _, _, _, attributes in rows:
        if stage == _MIDDLEWARE:
            layers.append((one, start, end, attributes))
        elif LAYER not in attributes:
            continue
        if parent is not None:
            inner.setdefault(parent, []).append((start, end))
    for one, start, end, attributes in layers:
        called = inner.get(one)
        attributes["cycleprof.in_ns"] = (called[0][0] if called else end) - start
        attributes["cycleprof.out_ns"] = end - called[-1][1] if called else 0
        attributes["cycleprof.answered"] = not called
