"""CP030: a wait for another server inside a transaction, which holds its locks meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.analysis.case import Case
from cycleprof.analysis.compose import at
from cycleprof.analysis.identity import finding_fingerprint, place
from cycleprof.analysis.loops import line_in
from cycleprof.analysis.transactions import blocks
from cycleprof.model import Finding, Remedy, Span
from cycleprof.model.said import said

CODE = "CP030"


def detect(case: Case) -> Iterator[Finding]:
    """One finding per transaction's line and line that waits."""
    found: dict[tuple[str, str], list[tuple[Span, Span]]] = {}
    for block in blocks(case.evidence):
        for span in block.external:
            key = (place(block.span.origin), place(span.origin))
            found.setdefault(key, []).append((block.span, span))
    for pairs in found.values():
        yield _finding(pairs)


def _finding(pairs: list[tuple[Span, Span]]) -> Finding:
    block, first = pairs[0]
    spans = [span for _, span in pairs]
    trigger = line_in(first, block.origin) or first.origin
    cost = sum(span.duration_ns for span in spans)
    return Finding(
        code=CODE,
        rule="external-call-in-transaction",
        severity="warning",
        confidence="exact",
        title=said("A transaction waits {time} ms for another server", time=f"{cost / 1e6:.0f}"),
        detail=said(
            "{line} asks another server inside the transaction of {source}: whoever needs the "
            "same rows waits for both.",
            line=at(trigger),
            source=at(block.origin),
        ),
        count=len(spans),
        cost_ns=cost,
        fingerprint=finding_fingerprint(CODE, place(block.origin), place(trigger)),
        span_ids=tuple(span.id for span in spans),
        source=block.origin,
        trigger=trigger,
        remedy=Remedy(
            kind="none",
            text=said(
                "Ask before the transaction begins, or after it has ended with "
                "transaction.on_commit() or a task."
            ),
        ),
    )
