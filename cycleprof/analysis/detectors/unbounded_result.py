"""CP022: a queryset that loads more instances than a page can show."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.analysis.case import Case
from cycleprof.analysis.compose import at
from cycleprof.analysis.evidence import Use
from cycleprof.analysis.identity import finding_fingerprint, place
from cycleprof.analysis.queries import text
from cycleprof.fingerprint import fingerprint
from cycleprof.model import Finding, Remedy
from cycleprof.model.said import said

CODE = "CP022"
_BOUNDED = frozenset({"iterator", "aiterator", "in_bulk", "bulk_update", "bulk_create", "prefetch"})


def detect(case: Case) -> Iterator[Finding]:
    """One finding per line that builds such a queryset; iterator() and slices are bounds."""
    large: dict[str, list[Use]] = {}
    most = case.thresholds.instances
    for use in case.evidence.uses:
        if _is_unbounded(use, most):
            large.setdefault(f"{use.model} {use.shape} {place(use.span.origin)}", []).append(use)
    for uses in large.values():
        yield _finding(uses, most)


def _is_unbounded(use: Use, most: int) -> bool:
    """Deleting collects what it must, and a prefetch loads what its parents need."""
    if use.operation in _BOUNDED or "cycleprof.sliced" in use.span.attributes:
        return False
    return use.operation != "delete" and use.number("cycleprof.instances") > most


def _finding(uses: list[Use], most: int) -> Finding:
    first = uses[0]
    rows = max(use.rows for use in uses)
    shape = fingerprint(text(first.statements[0])).sql if first.statements else None
    origin = first.span.origin
    return Finding(
        code=CODE,
        rule="unbounded-result",
        severity="error" if rows >= 10 * most else "warning",
        confidence="exact",
        title=said("{n} instances are loaded at once", n=rows),
        detail=said(
            "The queryset of {line} has no bound, and gives {n} instances of {model}: their "
            "number grows with the table.",
            line=at(origin),
            n=rows,
            model=first.model,
        ),
        count=len(uses),
        cost_ns=sum(use.cost_ns for use in uses),
        fingerprint=finding_fingerprint(CODE, first.model or "", place(origin)),
        span_ids=tuple(span.id for use in uses for span in use.statements),
        model=first.model,
        sql=shape,
        source=origin,
        trigger=first.trigger,
        remedy=Remedy(
            kind="none",
            text=said(
                "Slice the queryset or paginate it, let the database sort and add up, read "
                "values() where no instances are needed, or go through the rows with iterator()."
            ),
        ),
    )
