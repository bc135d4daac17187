"""CP021: a single statement that takes longer than a statement should."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.analysis.case import Case
from cycleprof.analysis.compose import at
from cycleprof.analysis.evidence import Use
from cycleprof.analysis.identity import finding_fingerprint, place
from cycleprof.analysis.queries import text
from cycleprof.fingerprint import fingerprint
from cycleprof.model import Finding, Remedy, Span
from cycleprof.model.said import said

CODE = "CP021"


def detect(case: Case) -> Iterator[Finding]:
    """One finding per shape and place, with every execution that was too slow."""
    slow: dict[tuple[str, str], list[tuple[Use, Span]]] = {}
    for use in case.evidence.uses:
        if use.number("cycleprof.parents"):
            continue  # the queries within a prefetch stand for themselves
        for span in use.statements:
            if span.duration_ns >= case.thresholds.slow_query_ns:
                key = (fingerprint(text(span)).hash, place(span.origin))
                slow.setdefault(key, []).append((use, span))
    for found in slow.values():
        yield _finding(found, case)


def _finding(found: list[tuple[Use, Span]], case: Case) -> Finding:
    use, first = found[0]
    spans = [span for _, span in found]
    shape = fingerprint(text(first))
    slowest = max(span.duration_ns for span in spans)
    allowed = case.thresholds.slow_query_ns
    return Finding(
        code=CODE,
        rule="slow-query",
        severity="error" if slowest >= 10 * allowed else "warning",
        confidence="exact",
        title=said("A query takes {time} ms", time=f"{slowest / 1e6:.0f}"),
        detail=said(
            "{line} sends a statement that takes more than the {time} ms allowed for one.",
            line=at(first.origin),
            time=f"{allowed / 1e6:.0f}",
        ),
        count=len(spans),
        cost_ns=sum(span.duration_ns for span in spans),
        fingerprint=finding_fingerprint(CODE, shape.hash, place(first.origin)),
        span_ids=tuple(span.id for span in spans),
        model=use.model,
        sql=shape.sql,
        source=use.span.origin,
        trigger=first.origin,
        remedy=Remedy(
            kind="none",
            text=said(
                "Ask the database for the statement's plan; often an index is missing or too "
                "many rows are sorted to return a few."
            ),
        ),
    )
