"""The Logs and signals tab: what was said and sent, in order of time."""

from __future__ import annotations

from cycleprof.model import Report, Span, Stage
from cycleprof.panels.blocks import Column, Panel, Row, Table
from cycleprof.panels.surroundings import gettext as _
from cycleprof.panels.values import Badge, Duration, Mono, Place, Scalar

LEVEL = "cycleprof.log.level"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_LOUD = frozenset(LEVELS[2:])
_SOURCES = ("cycleprof.log.logger", "cycleprof.signal")


def build(report: Report) -> Panel:
    """The panel for a report's log lines, signals and other events."""
    spans = [span for span in report.profile.spans if span.stage is Stage.SIGNAL]
    table = Table(
        label=_("Logs and signals"),
        columns=(
            Column(label=_("At")),
            Column(label=_("Kind")),
            Column(label=_("Message")),
            Column(label=_("Source")),
            Column(label=_("Time"), kind="number"),
            Column(label=_("From")),
        ),
        rows=tuple(_row(span) for span in spans),
        empty=_("No log line and no signal was recorded."),
    )
    return Panel(
        id="events", title=_("Logs & signals"), count=len(spans), flag=_flag(spans), blocks=(table,)
    )


def level(span: Span) -> int:
    """The number of a log line's level, from 1 for DEBUG; 0 for what is no log line."""
    name = span.attributes.get(LEVEL)
    return LEVELS.index(str(name)) + 1 if name in LEVELS else 0


def _flag(spans: list[Span]) -> Scalar:
    loud = [span for span in spans if span.attributes.get(LEVEL) in _LOUD]
    return _("warnings were logged") if loud else None


def _row(span: Span) -> Row:
    source = next((span.attributes[key] for key in _SOURCES if key in span.attributes), None)
    return Row(
        span=span.id,
        cells=(
            Duration(span.start_ns),
            _kind(span),
            span.name,
            Mono(str(source)) if source else None,
            Duration(span.duration_ns),
            Place(span.origin) if span.origin else None,
        ),
    )


def _kind(span: Span) -> Badge:
    name = span.attributes.get(LEVEL)
    if name is not None:
        return Badge(str(name).lower(), "warn" if name in _LOUD else "plain")
    return Badge(str(span.attributes.get("cycleprof.event", "signal")))
