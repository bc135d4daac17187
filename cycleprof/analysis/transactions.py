"""Transactions, and what went on while they were open."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from cycleprof.analysis.evidence import Evidence
from cycleprof.model import Span, Stage

_EXTERNAL = frozenset({Stage.HTTP, Stage.MAIL})


@dataclass(frozen=True)
class Block:
    """A transaction, with the outermost calls to other servers that began while it was open."""

    span: Span
    external: tuple[Span, ...]


def blocks(evidence: Evidence) -> Iterator[Block]:
    """The outermost blocks. One in which no statement ran holds nothing, and is left out.

    A savepoint is outermost where its transaction began before the profile, as in tests.
    """
    held = _starts(evidence.statements)
    external = _outermost([one for one in evidence.profile.spans if one.stage in _EXTERNAL])
    open_until: dict[Place, int] = {}
    for span in evidence.profile.spans:
        if span.stage is not Stage.TRANSACTION or span.start_ns < open_until.get(_place(span), 0):
            continue
        open_until[_place(span)] = span.end_ns
        if _holds(span, held):
            yield Block(span, tuple(one for one in external if _within(one, span)))


Place = tuple[object, ...]


def _starts(statements: list[Span]) -> dict[Place, list[int]]:
    """When statements began, in order, by database, thread and task."""
    found: dict[Place, list[int]] = {}
    for span in statements:
        found.setdefault(_place(span), []).append(span.start_ns)
    for starts in found.values():
        starts.sort()
    return found


def _place(span: Span) -> Place:
    return (span.attributes.get("cycleprof.alias"), span.thread, span.task)


def _holds(block: Span, held: dict[Place, list[int]]) -> bool:
    starts = held.get(_place(block), [])
    first = bisect_left(starts, block.start_ns)
    return first < len(starts) and starts[first] < block.end_ns


def _outermost(spans: list[Span]) -> list[Span]:
    ids = {span.id for span in spans}
    return [span for span in spans if span.parent_id not in ids and not span.overlay]


def _within(span: Span, block: Span) -> bool:
    return (
        block.start_ns <= span.start_ns < block.end_ns
        and span.thread == block.thread
        and span.task == block.task
    )
