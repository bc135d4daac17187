"""The lanes of the timeline, always in the same order, and the row of each span in its lane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cycleprof.analysis import tree
from cycleprof.analysis.queries import TEXT
from cycleprof.model import QueryGroup, Report, Span, Stage
from cycleprof.panels import categories
from cycleprof.panels.drawings import Lane, OpenRow
from cycleprof.panels.marks import by_span
from cycleprof.panels.rows import Above, ancestor_finder, pack
from cycleprof.panels.spanfacts import short_name, table
from cycleprof.panels.surroundings import gettext as _
from cycleprof.panels.surroundings import ngettext
from cycleprof.panels.values import Duration, Scalar, say

ONION, EVENTS, QUERIES = "mw", "events", "db"
_LANE = {
    Stage.SERVER: ONION,
    Stage.MIDDLEWARE: ONION,
    Stage.RESOLVE: "url",
    Stage.ORM: QUERIES,
    Stage.DB: QUERIES,
    Stage.TRANSACTION: "tx",
    Stage.TEMPLATE: "tpl",
    Stage.CACHE: "cache",
    Stage.SIGNAL: EVENTS,
    Stage.HTTP: "io",
    Stage.MAIL: "io",
}
_ALWAYS = (ONION, "url", "view", QUERIES, "cache", "tpl")
_ORDER = (ONION, "url", "view", QUERIES, "tx", "cache", "tpl", "io", EVENTS)


class Placed(NamedTuple):
    """Where a span is drawn: its lane, its row there, and its row while the lane is open."""

    lane: int
    row: int
    open_row: int


def lane_of(span: Span) -> str:
    """The id of the lane that a span is drawn in."""
    return _LANE.get(span.stage, "view")


def shown(report: Report) -> tuple[Span, ...]:
    """The spans that have a bar: all but the root, and but sampled stacks, which have a tab."""
    return tuple(span for span in report.profile.spans[1:] if span.stage is not Stage.PYTHON)


def arrange(report: Report) -> tuple[tuple[Lane, ...], dict[int, Placed]]:
    """The lanes, and the place of each span that is shown by its id."""
    spans = report.profile.spans
    own = tree.exclusive(spans)
    own[spans[0].id] = 0  # the cycle's own time has no bar; the strip shows it
    members: dict[str, list[Span]] = {name: [] for name in _ORDER}
    for span in shown(report):
        members[lane_of(span)].append(span)
    above = ancestor_finder(spans, lane_of)
    lanes: list[Lane] = []
    places: dict[int, Placed] = {}
    for name in _ORDER:
        if not members[name] and name not in _ALWAYS:
            continue
        rows = _rows(name, members[name], above)
        open_rows = _open_rows(name, members[name], report.queries)
        number = len(lanes)
        for span in members[name]:
            places[span.id] = Placed(number, rows[span.id], open_rows.get(span.id, rows[span.id]))
        lanes.append(_lane(name, members[name], own, rows, _open(name, members[name], report)))
    return tuple(lanes), places


def _rows(name: str, spans: list[Span], above: Above) -> dict[int, int]:
    if name == EVENTS:
        return dict.fromkeys((span.id for span in spans), 0)
    if name == QUERIES:  # what the ORM does around a statement shares the statement's row
        statements = pack([span for span in spans if span.stage is Stage.DB], lambda _span: None)
        return {span.id: statements.get(span.id, 0) for span in spans}
    return pack(spans, above)


def _lane(
    name: str,
    spans: Sequence[Span],
    own: Mapping[int, int],
    rows: Mapping[int, int],
    opened: tuple[OpenRow, ...],
) -> Lane:
    category = {"tx": "db", EVENTS: "server"}.get(name, name)
    return Lane(
        id=name,
        title=_titles()[name],
        category=category,
        layout={ONION: "onion", EVENTS: "marks"}.get(name, "bars"),  # type: ignore[arg-type]
        rows=max(rows.values(), default=0) + 1,
        count=sum(_counts(name, span) for span in spans),
        own_ns=sum(own[span.id] for span in spans if categories.category(span.stage) == category),
        label=_onion_label(spans) if name == ONION else None,
        open=opened,
    )


def _counts(name: str, span: Span) -> bool:
    """Whether a span is one of those that the lane is named for."""
    if name == QUERIES:
        return TEXT in span.attributes
    return name != ONION or span.stage is Stage.MIDDLEWARE


def _titles() -> dict[str, str]:
    return {
        ONION: _("Middleware"),
        "url": _("URL"),
        "view": _("View"),
        QUERIES: _("Queries"),
        "tx": _("Transactions"),
        "cache": _("Cache"),
        "tpl": _("Templates"),
        "io": _("External"),
        EVENTS: _("Events"),
    }


def _onion_label(spans: Sequence[Span]) -> Scalar:
    layers = [span for span in spans if span.stage is Stage.MIDDLEWARE]
    way_in = sum(_phase(span, "cycleprof.in_ns") for span in layers)
    way_out = sum(_phase(span, "cycleprof.out_ns") for span in layers)
    if not layers:
        return None
    text = ngettext(
        "{way_in} in  ·  {n} layer  ·  {way_out} out",
        "{way_in} in  ·  {n} layers  ·  {way_out} out",
        len(layers),
    )
    return say(text, n=len(layers), way_in=Duration(way_in), way_out=Duration(way_out))


def _phase(span: Span, key: str) -> int:
    value = span.attributes.get(key)
    return value if isinstance(value, int) else 0


def _open(name: str, spans: list[Span], report: Report) -> tuple[OpenRow, ...]:
    if name == ONION:
        return tuple(OpenRow(label=short_name(span), total_ns=span.duration_ns) for span in spans)
    if name == QUERIES and len(report.queries) > 1:
        marks = by_span(report)
        return tuple(_shape(group, marks) for group in report.queries)
    return ()


def _shape(group: QueryGroup, marks: Mapping[int, str]) -> OpenRow:
    return OpenRow(
        label=table(group.sql),
        total_ns=group.total_ns,
        count=group.count,
        letter=marks.get(group.span_ids[0]),
    )


def _open_rows(name: str, spans: list[Span], groups: Sequence[QueryGroup]) -> dict[int, int]:
    if name == ONION:
        return {span.id: number for number, span in enumerate(spans)}
    if name != QUERIES:
        return {}
    return {span_id: number for number, group in enumerate(groups) for span_id in group.span_ids}
