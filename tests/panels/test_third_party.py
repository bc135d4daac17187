"""A third party's panel: one Python file, no JavaScript. The documentation shows this example."""

from __future__ import annotations

import json

from panel_factories import slow_page

from cycleprof.analysis import analyse
from cycleprof.model import Report, Stage
from cycleprof.panels import build_panels
from cycleprof.panels.blocks import Column, Panel, Row, Stats, Table
from cycleprof.panels.values import Duration, Place


def build(report: Report) -> Panel:
    """The slowest spans that are no middleware."""
    spans = [span for span in report.profile.spans[1:] if span.stage is not Stage.MIDDLEWARE]
    slowest = sorted(spans, key=lambda span: -span.duration_ns)[:10]
    return Panel(
        id="slowest",
        title="Slowest",
        count=len(slowest),
        blocks=(
            Stats(items=((Duration(slowest[0].duration_ns), "the slowest"),)),
            Table(
                label="Slowest spans",
                columns=(
                    Column(label="Span"),
                    Column(label="Time", kind="number"),
                    Column(label="From"),
                ),
                rows=tuple(
                    Row(
                        span=span.id,
                        cells=(
                            span.name,
                            Duration(span.duration_ns),
                            Place(span.origin) if span.origin else None,
                        ),
                    )
                    for span in slowest
                ),
            ),
        ),
    )


def test_panel_of_a_third_party_is_the_last_tab_and_plain_data():
    panel = json.loads(json.dumps(build_panels(analyse(slow_page()), [build])))[-1]

    assert panel["id"] == "slowest"
    assert [block["kind"] for block in panel["blocks"]] == ["stats", "table"]
    assert panel["blocks"][1]["rows"][0]["cells"][1]["ns"] > 0
