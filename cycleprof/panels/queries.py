"""The Queries tab: statements by shape, costliest first, each with its card."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cycleprof.analysis.queries import TEXT
from cycleprof.model import Finding, QueryGroup, Report, Span
from cycleprof.panels import cards, categories, together
from cycleprof.panels.blocks import (
    Actions,
    Block,
    Chip,
    Code,
    Facts,
    Heading,
    Item,
    Panel,
    Split,
    Stats,
    Text,
)
from cycleprof.panels.marks import is_n_plus_one, kind, lettered
from cycleprof.panels.runnable import runnable
from cycleprof.panels.spanfacts import parameters
from cycleprof.panels.surroundings import gettext as _
from cycleprof.panels.surroundings import ngettext
from cycleprof.panels.values import Badge, Duration, Mono, Place, Scalar, Share, say

SLOW_NS = 10_000_000
_WRITES = re.compile(r"\W*(?:INSERT|UPDATE|DELETE|REPLACE|MERGE)\b", re.IGNORECASE)
_READS = re.compile(r"\W*(?:SELECT|WITH)\b", re.IGNORECASE)
_LIBRARY = ("django/", "site-packages/")
Found = tuple[str, Finding]


def build(report: Report) -> Panel:
    """The panel for a report's statements."""
    by_id = {span.id: span for span in report.profile.spans}
    marks = _by_group(report)
    shapes = tuple(
        _item(group, by_id, marks.get(group.fingerprint), report) for group in report.queries
    )
    shapes = tuple(sorted(shapes, key=lambda item: -(item.total_ns or 0)))
    bundles = tuple(together.item(bundle, report) for bundle in together.bundles(report))
    repeats = [finding for finding in report.findings if is_n_plus_one(finding)]
    return Panel(
        id="queries",
        title=_("Queries"),
        count=report.totals.queries,
        flag=say(_("{n} N+1"), n=len(repeats)) if repeats else None,
        blocks=(
            Split(
                label=_("Query shapes by total time"),
                items=(*bundles, *shapes),
                chips=tuple(_chips(report, shapes)),
                note=_note(report),
                empty=_("No query was sent."),
            ),
        ),
    )


def _by_group(report: Report) -> dict[str, Found]:
    """The costliest finding of each group of statements, by the group's fingerprint."""
    group_of = {
        span_id: group.fingerprint for group in report.queries for span_id in group.span_ids
    }
    found: dict[str, Found] = {}
    for letter, finding in lettered(report):
        for span_id in finding.span_ids:
            if span_id in group_of:
                found.setdefault(group_of[span_id], (letter, finding))
    return found


def _item(
    group: QueryGroup, by_id: Mapping[int, Span], found: Found | None, report: Report
) -> Item:
    first = by_id[group.span_ids[0]]
    return Item(
        id=f"{group.alias}:{group.fingerprint}",
        title=Mono(str(first.attributes.get(TEXT, group.sql))),
        letter=found[0] if found else None,
        marked=found is not None and is_n_plus_one(found[1]),
        count=group.count,
        total_ns=group.total_ns,
        note=Place(first.origin) if first.origin else None,
        flag=_flag(group, first, found),
        tags=tuple(_tags(group, found)),
        search=f"{group.sql} {first.origin.file if first.origin else ''}".lower(),
        blocks=tuple(_blocks(group, by_id, found, report)),
    )


def _flag(group: QueryGroup, first: Span, found: Found | None) -> Scalar:
    if found is not None:
        return Badge(kind(found[1]), "warn", found[0])
    if group.slowest_ns >= SLOW_NS:
        return Badge(_("slow"), "warn")
    if first.origin is not None and first.origin.file.startswith(_LIBRARY):
        return _("library")
    return None


def _tags(group: QueryGroup, found: Found | None) -> Iterator[str]:
    if found is not None and is_n_plus_one(found[1]):
        yield "n1"
    if group.slowest_ns >= SLOW_NS:
        yield "slow"
    if _WRITES.match(group.sql):
        yield "writes"
    if group.duplicates:
        yield "duplicates"


def _chips(report: Report, items: tuple[Item, ...]) -> Iterator[Chip]:
    labels = {
        "n1": _("N+1"),
        "slow": _("Over 10 ms"),
        "writes": _("Writes"),
        "duplicates": _("Duplicates"),
    }
    yield Chip(tag="", label=_("All"), count=report.totals.queries)
    for tag, label in labels.items():
        count = sum(item.count or 0 for item in items if tag in item.tags)
        if count or tag != "duplicates":
            yield Chip(tag=tag, label=label, count=count)


def _note(report: Report) -> Scalar:
    shapes = len(report.queries)
    text = ngettext(
        "{time} of SQL in {n} shape, {whole} with the ORM",
        "{time} of SQL in {n} shapes, {whole} with the ORM",
        shapes,
    )
    whole = Duration(categories.split(report)["db"])
    return say(text, time=Duration(report.totals.db_ns), whole=whole, n=shapes)


def _blocks(
    group: QueryGroup, by_id: Mapping[int, Span], found: Found | None, report: Report
) -> Iterator[Block]:
    spans = [by_id[span_id] for span_id in group.span_ids]
    if found is not None:
        yield from cards.card(found[0], found[1], report)
    else:
        yield from _plain(group, spans, report)
    sql = str(spans[0].attributes.get(TEXT, group.sql))
    yield Heading(text=_("SQL"), note=_alias(group, spans[0]), copy=sql, copy_label=_("Copy SQL"))
    yield Code(label=_("SQL"), language="sql", text=sql)
    yield _actions(sql, spans[0])
    values = parameters(spans[0])
    if values and len(spans) == 1:
        yield Facts(rows=((_("Parameters"), Mono(values)),))


def _actions(sql: str, span: Span) -> Actions:
    filled = runnable(sql, span)
    return Actions(
        items=((_("Copy with its values"), filled),) if filled else (),
        explain=span.id if _READS.match(sql) else None,
    )


def _plain(group: QueryGroup, spans: list[Span], report: Report) -> Iterator[Block]:
    times = ngettext("Ran {n} time", "Ran {n} times", group.count)
    yield Heading(text=say(times, n=group.count), level=2)
    share = Share(group.total_ns / max(report.profile.duration_ns, 1))
    total = (Duration(group.total_ns), say(_("total, {share} of the time"), share=share))
    yield Stats(items=(total, *cards.run_times(spans)))
    if spans[0].origin is not None:
        yield from cards.source(_("Sent from"), spans[0].origin)
    else:
        yield Text(text=_("Where it was sent from is not known."))
    yield from cards.evidence(spans)


def _alias(group: QueryGroup, span: Span) -> Scalar:
    system = span.attributes.get("db.system.name")
    return Mono(f"{system} · {group.alias}" if system else group.alias)
