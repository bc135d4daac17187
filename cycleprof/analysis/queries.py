"""Statements grouped by shape: the list that people read instead of one row per execution."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cycleprof.fingerprint import fingerprint
from cycleprof.model import QueryGroup, Span, Stage

TEXT = "db.query.text"
ALIAS = "cycleprof.alias"
_PARAMETER = "db.query.parameter."


def statements(spans: Sequence[Span]) -> list[Span]:
    """The spans that ran a statement, which not every span of stage ``db`` did."""
    return [span for span in spans if span.stage is Stage.DB and TEXT in span.attributes]


def text(span: Span) -> str:
    """The statement as it was sent, with placeholders."""
    return str(span.attributes[TEXT])


def identity(span: Span) -> tuple[object, ...]:
    """What makes two executions the same: alias, statement and every parameter."""
    values = (item for item in sorted(span.attributes.items()) if item[0].startswith(_PARAMETER))
    return (span.attributes.get(ALIAS), text(span), *values)


def group_queries(spans: Sequence[Span]) -> tuple[QueryGroup, ...]:
    """One group per statement's shape and alias, the most expensive first."""
    members: dict[tuple[str, str], list[Span]] = {}
    for span in statements(spans):
        key = (str(span.attributes.get(ALIAS, "")), fingerprint(text(span)).hash)
        members.setdefault(key, []).append(span)
    groups = (_group(alias, spans) for (alias, _), spans in members.items())
    return tuple(sorted(groups, key=lambda group: -group.total_ns))


def _group(alias: str, spans: list[Span]) -> QueryGroup:
    shape = fingerprint(text(spans[0]))
    repeats = Counter(identity(span) for span in spans)
    return QueryGroup(
        fingerprint=shape.hash,
        alias=alias,
        sql=shape.sql,
        count=len(spans),
        duplicates=sum(times - 1 for times in repeats.values()),
        total_ns=sum(span.duration_ns for span in spans),
        slowest_ns=max(span.duration_ns for span in spans),
        span_ids=tuple(span.id for span in spans),
    )
