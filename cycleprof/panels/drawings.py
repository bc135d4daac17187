"""The blocks that the browser draws to scale: timeline, flame graph and butterfly, as frozen data.

They belong to the vocabulary of ``cycleprof.panels.blocks``; times are whole nanoseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cycleprof.panels.blocks import Block, Table
from cycleprof.panels.values import Place, Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Wing:
    """One layer of a butterfly: nanoseconds per category on the way in and on the way out."""

    name: str
    note: str | None = None
    title: str | None = None
    way_in: tuple[tuple[str, int], ...] = ()
    way_out: tuple[tuple[str, int], ...] = ()
    span: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Butterfly(Block):
    """Layers with their way in on the left and their way out on the right."""

    label: str
    wings: tuple[Wing, ...]
    core: Scalar = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """The name of one row of a lane that is open."""

    label: str
    total_ns: int
    count: int = 1
    letter: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A band of the timeline. ``rows`` counts its rows; opened it has one per entry of ``open``.

    ``layout`` is onion (nested brackets), bars, or marks (moments rather than stretches).
    """

    id: str
    title: str
    category: str
    layout: Literal["onion", "bars", "marks"] = "bars"
    rows: int
    count: int
    own_ns: int
    label: Scalar = None
    open: tuple[OpenRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Something that took its time in the browser, in nanoseconds from the cycle's start."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that the browser drew: an abbreviation, what it means, and when it was."""

    name: str
    title: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """The browser's part of the cycle: stretches that follow each other, paints, requests."""

    parts: tuple[Stretch, ...]
    marks: tuple[Moment, ...] = ()
    requests: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline(Block):
    """The whole cycle on one scale.

    ``bars`` holds columns of equal length, one entry per span, in order of start; ``ink`` says
    whose own time each moment is, as pairs of an end in nanoseconds and an index into the
    columns (-1: the cycle's own). Columns of names, places and SQL index into their lists.
    """

    duration_ns: int
    lanes: tuple[Lane, ...]
    bars: Mapping[str, tuple[int, ...]]
    ink: tuple[int, ...]
    names: tuple[str, ...]
    places: tuple[Place, ...] = ()
    sql: tuple[str, ...] = ()
    facts: Mapping[str, tuple[tuple[str, Scalar], ...]]
    concurrent: bool = False
    notice: Scalar = None
    browser: Web | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """One way to look at a flame graph: calls within calls, each before those that it makes.

    ``columns`` are of equal length: ``depth`` from 0; ``total`` and ``own`` in nanoseconds;
    ``name`` and ``place`` index into the block's lists (-1: no place); ``ours`` is 1 for code
    of the project.
    """

    label: str
    columns: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flame(Block):
    """A flame graph, hung from its top: as wide as it took, below what called it.

    ``table`` is its equal for those who would rather read it.
    """

    label: str
    total_ns: int
    views: tuple[Frames, ...]
    names: tuple[str, ...]
    places: tuple[Place, ...] = ()
    table: Table
