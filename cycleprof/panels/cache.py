"""The Cache tab: every operation with its key and whether it hit."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.model import Report, Span, Stage
from cycleprof.panels.blocks import Block, Column, Panel, Row, Table, Text
from cycleprof.panels.surroundings import gettext as _
from cycleprof.panels.surroundings import ngettext
from cycleprof.panels.values import Badge, Duration, Mono, Place, Scalar, Size, say


def build(report: Report) -> Panel:
    """The panel for a report's use of caches."""
    spans = [span for span in report.profile.spans if span.stage is Stage.CACHE]
    return Panel(
        id="cache", title=_("Cache"), count=len(spans), blocks=tuple(_blocks(report, spans))
    )


def _blocks(report: Report, spans: list[Span]) -> Iterator[Block]:
    hits, misses = report.totals.cache_hits, report.totals.cache_misses
    if hits + misses:
        text = ngettext("{hits} of {all} read hit.", "{hits} of {all} reads hit.", hits + misses)
        time = Duration(sum(span.duration_ns for span in spans))
        yield Text(
            lead=say(text, all=hits + misses, hits=hits),
            text=say(_("All operations together took {time}."), time=time),
        )
    yield Table(
        label=_("Cache operations"),
        columns=(
            Column(label=_("At")),
            Column(label=_("Operation")),
            Column(label=_("Key")),
            Column(label=_("Result")),
            Column(label=_("Size"), kind="number"),
            Column(label=_("Time"), kind="number"),
            Column(label=_("Called from")),
        ),
        rows=tuple(_row(span) for span in spans),
        empty=_("No cache was used."),
    )


def _row(span: Span) -> Row:
    size = span.attributes.get("cycleprof.cache.size")
    return Row(
        span=span.id,
        cells=(
            Duration(span.start_ns),
            span.name,
            _key(span),
            _result(span),
            Size(size) if isinstance(size, int) else None,
            Duration(span.duration_ns),
            Place(span.origin) if span.origin else None,
        ),
    )


def _key(span: Span) -> Scalar:
    key = span.attributes.get("cycleprof.cache.key")
    if key is None:
        return None
    return Mono(", ".join(key) if isinstance(key, list) else str(key))


def _result(span: Span) -> Scalar:
    hit = span.attributes.get("cycleprof.cache.hit")
    if hit is True:
        return Badge(_("hit"), "good")
    if hit is False:
        return Badge(_("miss"), "warn")
    return None
