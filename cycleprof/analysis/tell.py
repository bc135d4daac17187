"""Puts a repeat into words, and decides which lines it is told of."""

from __future__ import annotations

from cycleprof.analysis.compose import Told, at
from cycleprof.analysis.evidence import Use
from cycleprof.analysis.repeats import Repeat
from cycleprof.model import Origin, Remedy
from cycleprof.model.said import said


def tell(repeat: Repeat, code: str, rule: str, happens: str, remedy: Remedy) -> Told:
    """``happens`` says of what repeats what does, e.g. ``{name} is fetched {count} times``."""
    first = repeat.first
    model = _model(first)
    name = _name(model, first.relation)
    title = said(happens, name=name, count=repeat.count)
    trigger = repeat.trigger
    source = _source(repeat)
    if source is not None and not first.relation and first.rendered_at is not None:
        trigger = first.rendered_at  # the loop is the template's, the query that of its helper
    return Told(
        code=code,
        rule=rule,
        title=title,
        detail=_detail(repeat, source, trigger),
        remedy=remedy,
        model=model,
        source=source,
        trigger=trigger,
    )


def _model(first: Use) -> str | None:
    return first.owner if first.kind is not None or first.relation else first.model


def _name(model: str | None, relation: str) -> str:
    short = (model or "").rpartition(".")[2]
    if short and relation:
        return f"{short}.{relation}"
    return short or said("A statement")


def _source(repeat: Repeat) -> Origin | None:
    """The queryset to change: that of the instances, or where there is none, the one repeated."""
    if repeat.source is not None:
        return repeat.source.span.origin
    return repeat.first.span.origin


def _detail(repeat: Repeat, source: Origin | None, trigger: Origin | None) -> str:
    if repeat.source is not None:
        return said(
            "{line} asks again for each of the {n} rows that the queryset of {source} gave.",
            line=at(trigger), n=repeat.source_rows, source=at(source),
        )  # fmt: skip
    return said(
        "{line} asks {n} times, each time for another row.", line=at(trigger), n=repeat.count
    )
