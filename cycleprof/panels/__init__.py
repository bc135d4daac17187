"""What the browser shows, as data: one file per tab, each with ``build(report) -> Panel``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cycleprof.model import Report
from cycleprof.panels import (
    assemble,
    cache,
    compare,
    events,
    flame,
    history,
    middleware,
    queries,
    request,
    templates,
    timeline,
)
from cycleprof.panels.assemble import Builder
from cycleprof.panels.head import head as build_head
from cycleprof.panels.source import at_home
from cycleprof.panels.surroundings import Surroundings

__all__ = ["PANELS", "Builder", "Surroundings", "build_panels", "document", "head"]

PANELS: tuple[Builder, ...] = (
    timeline.build,
    queries.build,
    templates.build,
    cache.build,
    middleware.build,
    request.build,
    events.build,
    history.build,
    compare.build,
    flame.build,
)
"""The tabs in their order; keys 1 to 9 open the first of them."""


def build_panels(report: Report, extra: Iterable[Builder] = ()) -> list[dict[str, Any]]:
    """The JSON of all panels of a report, third parties' last."""
    return assemble.build_panels(report, (*PANELS, *extra))


def document(
    report: Report,
    extra: Iterable[Builder] = (),
    surroundings: Surroundings | None = None,
    language: str | None = None,
) -> dict[str, Any]:
    """The JSON document that the browser draws a report from.

    Without surroundings it shows source from BASE_DIR and ``sys.path``, and speaks ``language``
    (a code such as ``de`` or ``pt-br``), or English where that is not known.
    """
    return assemble.document(report, (*PANELS, *extra), surroundings or at_home(language))


def head(report: Report, language: str | None = None) -> dict[str, Any]:
    """What the closed panel and the top of every view show of a report."""
    return assemble.in_language(at_home(language), lambda: build_head(report))
