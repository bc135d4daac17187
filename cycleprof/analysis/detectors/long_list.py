"""CP023: an IN list so long that the statement itself becomes the work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cycleprof.analysis.case import Case
from cycleprof.analysis.compose import at
from cycleprof.analysis.evidence import Use
from cycleprof.analysis.identity import finding_fingerprint, place
from cycleprof.analysis.queries import text
from cycleprof.fingerprint import fingerprint
from cycleprof.model import Finding, Remedy
from cycleprof.model.said import said

CODE = "CP023"
_LIST = re.compile(r"\bIN\s*\((?!\s*SELECT\b)", re.IGNORECASE)
_FULL_LIST = re.compile(r"\bIN\s*\(([^()]*)", re.IGNORECASE)
_BATCHES = frozenset({"bulk_create", "bulk_update", "in_bulk", "prefetch"})


def detect(case: Case) -> Iterator[Finding]:
    """One finding per shape and place. Django's own batches and prefetches are left alone."""
    found: dict[tuple[str, str], list[Use]] = {}
    longest = case.thresholds.list_values
    for use in case.evidence.uses:
        if use.operation not in _BATCHES and use.statements and _length(use) > longest:
            # A statement cut short has lost the end of its list: its beginning must do.
            key = (text(use.statements[0])[:200], place(use.trigger))
            found.setdefault(key, []).append(use)
    for uses in found.values():
        yield _finding(uses)


def _length(use: Use) -> int:
    """How many values its lists hold; the number of parameters tells where the text is cut."""
    statement = text(use.statements[0])
    if _LIST.search(statement) is None:
        return 0
    sent = use.statements[0].attributes.get("cycleprof.parameters")
    if isinstance(sent, int):
        return sent
    return max((one.count(",") + 1 for one in _FULL_LIST.findall(statement)), default=0)


def _finding(uses: list[Use]) -> Finding:
    first = uses[0]
    length = max(map(_length, uses))
    return Finding(
        code=CODE,
        rule="long-in-list",
        severity="warning",
        confidence="exact",
        title=said("An IN list of {n} values", n=length),
        detail=said(
            "{line} sends {n} values along with the statement: they are transferred, parsed and "
            "planned anew each time, and databases limit their number.",
            line=at(first.trigger),
            n=length,
        ),
        count=len(uses),
        cost_ns=sum(use.cost_ns for use in uses),
        fingerprint=finding_fingerprint(CODE, first.model or first.shape, place(first.trigger)),
        span_ids=tuple(span.id for use in uses for span in use.statements),
        model=first.model,
        sql=fingerprint(text(first.statements[0])).sql,
        source=first.span.origin,
        trigger=first.trigger,
        remedy=Remedy(
            kind="none",
            text=said(
                "Say in SQL which rows they are: pass the queryset itself, so that it becomes a "
                "subquery, use a range, or join; or go through the values in batches of some "
                "hundred."
            ),
        ),
    )
