"""CP031: a transaction that is held open long, mostly for other things than queries."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.analysis.case import Case
from cycleprof.analysis.compose import at
from cycleprof.analysis.identity import finding_fingerprint, place
from cycleprof.analysis.transactions import blocks
from cycleprof.analysis.tree import covered
from cycleprof.model import Finding, Remedy, Span
from cycleprof.model.said import said

CODE = "CP031"


def detect(case: Case) -> Iterator[Finding]:
    """One finding per transaction's line. What waits for other servers is told by CP030."""
    found: dict[str, list[Span]] = {}
    allowed = case.thresholds.transaction_ns
    for block in blocks(case.evidence):
        if block.span.duration_ns - covered(block.external) >= allowed:
            found.setdefault(place(block.span.origin), []).append(block.span)
    for spans in found.values():
        yield _finding(spans, allowed)


def _finding(spans: list[Span], allowed_ns: int) -> Finding:
    longest = max(spans, key=lambda span: span.duration_ns)
    return Finding(
        code=CODE,
        rule="long-transaction",
        severity="warning",
        confidence="exact",
        title=said("A transaction is held for {time} ms", time=f"{longest.duration_ns / 1e6:.0f}"),
        detail=said(
            "The transaction of {line} keeps its locks and its connection for {time} ms; "
            "{limit} ms is the limit.",
            line=at(longest.origin),
            time=f"{longest.duration_ns / 1e6:.0f}",
            limit=f"{allowed_ns / 1e6:.0f}",
        ),
        count=len(spans),
        cost_ns=sum(span.duration_ns for span in spans),
        fingerprint=finding_fingerprint(CODE, place(longest.origin)),
        span_ids=tuple(span.id for span in spans),
        trigger=longest.origin,
        remedy=Remedy(
            kind="none",
            text=said(
                "Do before the transaction what needs no lock, and leave in it only the "
                "statements that belong together."
            ),
        ),
    )
