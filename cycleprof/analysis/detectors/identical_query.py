"""CP007: the very same statement with the very same parameters, though nothing has changed."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.analysis.case import Case, Judged
from cycleprof.analysis.compose import Told, at, compose
from cycleprof.analysis.evidence import Use
from cycleprof.analysis.identity import place
from cycleprof.analysis.polling import Ledger, is_locked, is_settled
from cycleprof.analysis.queries import identity, text
from cycleprof.analysis.repeats import READING_VERBS, Repeat, is_housekeeping
from cycleprof.model import Finding, Remedy
from cycleprof.model.said import said
from cycleprof.redact import MASK

CODE = "CP007"


def detect(case: Case) -> Iterator[Finding]:
    """One finding per repeated statement and place; a masked parameter proves no equality."""
    ledger = Ledger(case.evidence)
    repeats: dict[tuple[object, ...], list[Use]] = {}
    for use in case.evidence.uses:
        if _repeatable(use, case):
            span = use.statements[0]
            key = (place(use.trigger), ledger.state(span), *identity(span))
            repeats.setdefault(key, []).append(use)
    for uses in repeats.values():
        spans = [use.statements[0] for use in uses]
        if len(uses) >= case.thresholds.duplicate_queries and not ledger.pauses(spans):
            yield _finding(uses, case)


def _repeatable(use: Use, case: Case) -> bool:
    if not use.statements or use.operation == "prefetch" or not case.knows_parameters:
        return False
    if is_housekeeping(use) or use.is_library_s:
        return False
    span = use.statements[0]
    if span.id in case.claimed or MASK in span.attributes.values() or span.origin is None:
        return False
    statement = text(span)
    return use.verb in READING_VERBS and not is_locked(use) and is_settled(statement)


def _finding(uses: list[Use], case: Case) -> Finding:
    first, count = uses[0], len(uses)
    source = first.span.origin
    trigger = first.rendered_at or first.trigger
    told = Told(
        code=CODE,
        rule="identical-query",
        title=said("The same query runs {count} times", count=count),
        detail=said(
            "{line} asks {count} times for what the first answer already told.",
            line=at(trigger),
            count=count,
        ),
        remedy=Remedy(
            kind="reuse",
            text=said(
                "Keep the first result in a variable, or in a cached_property, and use it again."
            ),
            expected_queries=1,
        ),
        model=first.owner if first.relation else first.model,
        source=source,
        trigger=trigger,
    )
    repeat = Repeat(code=CODE, uses=tuple(uses), source=None, source_rows=0)
    return compose(Judged(repeat, "exact"), told, case)
