"""Writes a judged repeat down as a finding."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from cycleprof.analysis.case import Case, Judged
from cycleprof.analysis.growth import growth_of
from cycleprof.analysis.identity import finding_fingerprint, place
from cycleprof.analysis.queries import text
from cycleprof.fingerprint import fingerprint
from cycleprof.model import Finding, Origin, Remedy
from cycleprof.model.said import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one detector has to say about a repeat."""

    code: str
    rule: str
    title: str
    detail: str
    remedy: Remedy
    model: str | None
    source: Origin | None
    trigger: Origin | None


def compose(judged: Judged, told: Told, case: Case) -> Finding:
    """The finding, with what is the same for all kinds of repeats."""
    repeat = judged.repeat
    first = repeat.first
    growth = growth_of(repeat, len(case.evidence.statements))
    shape = fingerprint(text(first.statements[0])).sql if first.statements else None
    told_growth = growth.in_a_sentence() if growth is not None else ""
    return Finding(
        code=told.code,
        rule=told.rule,
        severity=judged.severity,
        confidence=judged.confidence,
        title=told.title,
        detail=told.detail + told_growth,
        count=repeat.count,
        cost_ns=sum(use.cost_ns for use in repeat.uses),
        fingerprint=finding_fingerprint(
            told.code,
            told.model or "",
            first.relation,
            first.path,
            place(told.source),
            "" if first.relation else place(told.trigger),
            "" if told.model else shape or "",
        ),
        span_ids=tuple(span.id for use in repeat.uses for span in use.statements)
        or tuple(use.span.id for use in repeat.uses),
        model=told.model,
        relation=first.relation or None,
        path=first.path or None,
        sql=shape,
        source=told.source,
        trigger=told.trigger,
        remedy=told.remedy,
        growth=asdict(growth) if growth is not None else None,
    )


def at(origin: Origin | None) -> str:
    """A line in words."""
    return f"{origin.file}:{origin.line}" if origin is not None else said("an unknown line")
