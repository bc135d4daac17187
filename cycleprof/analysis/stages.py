"""The time of each stage, and the time that belongs to none."""

from __future__ import annotations

from collections.abc import Sequence

from cycleprof.analysis import tree
from cycleprof.model import Span, Stage, StageTotal


def stage_totals(spans: Sequence[Span]) -> tuple[tuple[StageTotal, ...], int]:
    """The stages that occur, in the order of :class:`Stage`, and the unaccounted nanoseconds.

    The root is the cycle itself and counts as no stage's work: what it owns is unaccounted.
    """
    inner = [span for span in spans[1:] if not span.overlay]
    own, busy = tree.exclusive(spans), tree.busy(spans)
    outermost = tree.outermost(spans)
    totals = []
    for stage in Stage:
        members = [span for span in inner if span.stage is stage]
        if members:
            totals.append(
                StageTotal(
                    stage=stage,
                    inclusive_ns=tree.covered(span for span in outermost if span.stage is stage),
                    exclusive_ns=sum(own[span.id] for span in members),
                    busy_ns=sum(busy[span.id] for span in members),
                    count=len(members),
                )
            )
    return tuple(totals), own[spans[0].id]
