"""The tree of spans and who owns each moment of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import pairwise

from cycleprof.model import Span


def children(spans: Iterable[Span]) -> dict[int | None, list[Span]]:
    """The spans by the id of their parent; the root stands under None."""
    families: dict[int | None, list[Span]] = {}
    for span in spans:
        families.setdefault(span.parent_id, []).append(span)
    return families


def depths(spans: Sequence[Span]) -> dict[int, int]:
    """How deep each span lies by its id; the root at 0. Spans must come parents first."""
    found: dict[int, int] = {}
    for span in spans:
        found[span.id] = 0 if span.parent_id is None else found[span.parent_id] + 1
    return found


def owners(spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Whose each moment is, as stretches without gap or overlap: their end and the owner's id.

    A moment belongs to the deepest span open at it, of equally deep ones to the one that started
    last. Overlay spans own nothing.
    """
    depth = depths(spans)
    solid = [span for span in spans if not span.overlay and span.end_ns > span.start_ns]
    starts = sorted(solid, key=lambda span: (span.start_ns, depth[span.id], span.id))
    edges = sorted({edge for span in solid for edge in (span.start_ns, span.end_ns)})
    waiting = iter(starts)
    following = next(waiting, None)
    open_spans: list[tuple[int, int, int, int]] = []
    last: tuple[int, int] | None = None
    for moment, end in pairwise(edges):
        while following is not None and following.start_ns <= moment:
            key = (-depth[following.id], -following.start_ns, -following.id, following.end_ns)
            heappush(open_spans, key)
            following = next(waiting, None)
        while open_spans and open_spans[0][3] <= moment:
            heappop(open_spans)
        owner = -open_spans[0][2] if open_spans else spans[0].id
        if last is not None and last[1] != owner:
            yield last
        last = (end, owner)
    if last is not None:
        yield last


def exclusive(spans: Sequence[Span]) -> dict[int, int]:
    """The nanoseconds of each span that belong to it alone, by its id; see :func:`owners`.

    The values add up to the duration of the root, whatever ran at the same time.
    """
    owned = dict.fromkeys((span.id for span in spans), 0)
    reached = spans[0].start_ns
    for end, owner in owners(spans):
        owned[owner] += end - reached
        reached = end
    return owned


def busy(spans: Sequence[Span]) -> dict[int, int]:
    """Each span's time less the part of it in which one of its children ran, by its id."""
    families = children(span for span in spans if not span.overlay)
    return {
        span.id: 0 if span.overlay else span.duration_ns - covered(families.get(span.id, ()))
        for span in spans
    }


def covered(spans: Iterable[Span]) -> int:
    """How long at least one of the spans was open."""
    total, reached = 0, 0
    for span in sorted(spans, key=lambda span: span.start_ns):
        total += max(span.end_ns - max(span.start_ns, reached), 0)
        reached = max(reached, span.end_ns)
    return total


def outermost(spans: Sequence[Span]) -> list[Span]:
    """The spans below the root that lie within no other span of their own stage."""
    by_id = {span.id: span for span in spans}
    inside: dict[int, frozenset[str]] = {}
    found = []
    for span in spans:
        parent = by_id[span.parent_id] if span.parent_id is not None else None
        above: frozenset[str] = frozenset()
        if parent is not None and parent.parent_id is not None:  # the root is no stage's work
            above = inside[parent.id] | {parent.stage}
        inside[span.id] = above
        if parent is not None and span.stage not in above:
            found.append(span)
    return found
