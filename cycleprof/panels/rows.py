"""Puts the spans of one lane on rows: children below their parents, overlapping ones apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cycleprof.model import Span

Above = Callable[[Span], int | None]
"""Gives the id of a span's nearest ancestor in its own lane, or None."""


def pack(spans: Sequence[Span], above: Above) -> dict[int, int]:
    """The row of each span by its id; spans come in order of start.

    ``above`` is the id of the nearest ancestor in the same lane. A span stands at least one row
    below it, and on the first row from there on that is free at its start.
    """
    rows: dict[int, int] = {}
    free_from: list[int] = []
    for span in spans:
        parent = above(span)
        row = rows[parent] + 1 if parent is not None else 0
        while row < len(free_from) and free_from[row] > span.start_ns:
            row += 1
        free_from.extend([0] * (row + 1 - len(free_from)))
        free_from[row] = max(free_from[row], span.end_ns)
        rows[span.id] = row
    return rows


def ancestor_finder(spans: Sequence[Span], lane: Callable[[Span], str]) -> Above:
    """A function that gives the id of a span's nearest ancestor in its own lane, or None."""
    by_id = {span.id: span for span in spans}

    def nearest(span: Span) -> int | None:
        wanted, parent = lane(span), span.parent_id
        while parent is not None and by_id[parent].parent_id is not None:
            if lane(by_id[parent]) == wanted and not by_id[parent].overlay:
                return parent
            parent = by_id[parent].parent_id
        return None

    return nearest
