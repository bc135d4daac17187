"""Turns a report into the short form in which a run document keeps a cycle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, replace

from cycleprof.gate.run import Cycle, Line, Query
from cycleprof.gate.warm_up import WarmUp, filling, reads_once
from cycleprof.model import Finding, Origin, Profile, QueryGroup, Report, Span, Stage

CYCLE = "cycleprof.cycle"
"""Attribute of a cycle's root span: its id. Found below another root, it marks a nested cycle."""

TIMED = frozenset({"CP021", "CP031", "CP060"})
"""Codes of findings that depend on the clock: no budget and no baseline counts them."""

_MOST_LINES = 10
_MOST_SQL = 2_000


def without_nested(profile: Profile) -> Profile:
    """The profile without the cycles within it, which have profiles of their own."""
    inside: set[int | None] = set()
    kept = []
    for number, span in enumerate(profile.spans):
        if number and (CYCLE in span.attributes or span.parent_id in inside):
            inside.add(span.id)
        else:
            kept.append(span)
    return replace(profile, spans=tuple(kept)) if inside else profile


def digest(report: Report, *, phase: str, nested: bool, warm_up: WarmUp) -> Cycle:
    """The short form of a report, without the profile's document."""
    profile = report.profile
    request, response = profile.request, profile.response
    filled = filling(profile.spans, warm_up.cleared)
    queries = [
        query for group in report.queries for query in _queries(group, report, warm_up, filled)
    ]
    return Cycle(
        id=profile.id,
        kind=profile.kind,
        name=profile.name,
        phase=phase,
        nested=nested,
        method=request.method if request else None,
        path=request.path if request else None,
        route=request.route if request else None,
        url_name=request.url_name if request else None,
        status=response.status if response else None,
        totals=_totals(report, queries),
        stages={stage.stage.value: stage.exclusive_ns for stage in report.stages},
        queries=sorted(queries, key=_rank),
        findings=sorted({one.fingerprint for one in report.findings if _lasts(one, filled)}),
        profile=None,
    )


def _rank(query: Query) -> tuple[str, str, bool]:
    return query["alias"], query["fingerprint"], query["warm_up"]


def _lasts(finding: Finding, filled: Collection[int]) -> bool:
    """Whether a finding is about more than what filled a cache."""
    return not finding.span_ids or any(number not in filled for number in finding.span_ids)


def _totals(report: Report, queries: Iterable[Query]) -> dict[str, int]:
    response = report.profile.response
    counted = list(queries)
    return {
        **{key: value for key, value in asdict(report.totals).items() if isinstance(value, int)},
        "fingerprints": sum(not query["warm_up"] for query in counted),
        "warm_up": sum(query["count"] for query in counted if query["warm_up"]),
        "http": sum(span.stage is Stage.HTTP for span in report.profile.spans),
        "response_bytes": (response.size_bytes or 0) if response else 0,
    }


def _queries(
    group: QueryGroup, report: Report, warm_up: WarmUp, filled: Collection[int]
) -> Iterator[Query]:
    """One entry, or two: what filled a cache is told apart from the rest."""
    members = set(group.span_ids)
    spans = [span for span in report.profile.spans if span.id in members]
    once = reads_once(group.sql, warm_up.tables)
    inside = sum(number in filled for number in group.span_ids)
    for is_fill, count in ((False, group.count - inside), (True, inside)):
        if count:
            yield Query(
                fingerprint=group.fingerprint,
                alias=group.alias,
                sql=group.sql[:_MOST_SQL],
                count=count,
                warm_up=once or is_fill,
                lines=count_lines(_origins(one for one in spans if (one.id in filled) == is_fill)),
            )


def _origins(spans: Iterable[Span]) -> Iterable[Origin]:
    return (span.origin for span in spans if span.origin is not None)


def count_lines(origins: Iterable[Origin]) -> list[Line]:
    """The lines with how often each occurs, the most frequent first."""
    ranked = sorted(
        Counter(origins).items(), key=lambda item: (-item[1], item[0].file, item[0].line)
    )
    return [_line(origin, count) for origin, count in ranked[:_MOST_LINES]]


def _line(origin: Origin, count: int) -> Line:
    line = Line(file=origin.file, line=origin.line, function=origin.function, count=count)
    if origin.template is not None:
        line["template"] = origin.template
    return line
