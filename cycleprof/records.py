"""What a recording consists of: tuples of clocks, ids and raw references, described later."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final, NamedTuple

from cycleprof.frames import Site
from cycleprof.model import Attribute, Status


class Details(NamedTuple):
    """What a description yields: the span's name, its line of source, and its attributes."""

    name: str
    site: Site | None = None
    attributes: dict[str, Attribute] = {}  # noqa: RUF012 - a shared default, never written to
    overlay: bool = False


Describe = Callable[[Any], Details]

Folded = tuple[Hashable, tuple[str, ...], Sequence[Attribute]]
"""What tells a record's like from others, and the names and values of the attributes in which it
differs from them. Ids serve as well as objects: the records of a profile keep these alive."""

FOLDS: dict[Describe, Callable[[Any], Folded | None]] = {}
"""By description, for what is often repeated: tells a record's like without describing it.

Records whose ``fold`` gives equal likes are described alike, but for attributes of equal names,
which a description gives in that order. None means that this one is to be described by itself."""

ALWAYS_ALIKE: set[Describe] = set()
"""Descriptions that follow from the raw reference alone, which is None or a tuple of texts, and
that name no line: what they told once holds for all requests to come."""


class Record(NamedTuple):
    """One finished span as it was seen. Times are readings of the recorder's clock.

    While recording these are plain tuples in this order, which cost a fifth of a named one.
    See :data:`Row`.
    """

    id: int
    parent_id: int | None
    stage: str
    describe: Describe
    raw: Any
    start: int
    end: int
    thread: int
    task: str | None
    status: Status
    notes: dict[str, Attribute] | None


Row = tuple[Any, ...]
"""A plain tuple in the order of :class:`Record`, which has no ``raw`` where more follows it.

Then what follows is the tuple that ``describe`` takes. Of the spans that a page has hundreds of,
each is one object less for the garbage collector, which looks through all of them again and again.
"""

FIELDS: Final = len(Record._fields)


def as_record(row: Row) -> Record:
    """A row in its usual shape."""
    record = Record._make(row[:FIELDS])
    return record if len(row) == FIELDS else record._replace(raw=row[FIELDS:])


def owner(function: Any) -> str:
    """The instrument that a function of ours belongs to, by the name of its module."""
    module = str(getattr(function, "__module__", None))
    inner = module.removeprefix("cycleprof.instruments.")
    if inner == module:
        return module.rpartition(".")[2]
    name = inner.partition(".")[0]
    return name.split("_")[1] if name.startswith("_") else name  # e.g. of _cache_calls


def task_name() -> str | None:
    """The name of the asyncio task that runs; only to be asked where a loop does."""
    task = asyncio.current_task()
    try:
        return task.get_name() if task is not None else None
    except Exception:  # noqa: BLE001 - a task factory may make what it likes
        return None
