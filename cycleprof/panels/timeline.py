"""The Timeline tab: every span of the cycle in its lane, and whose own time each moment is."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.analysis import tree
from cycleprof.analysis.queries import TEXT
from cycleprof.analysis.tree import owners
from cycleprof.model import Report, Span, Stage
from cycleprof.panels import browser, categories, lanes
from cycleprof.panels.blocks import Panel
from cycleprof.panels.drawings import Timeline
from cycleprof.panels.events import level
from cycleprof.panels.head import concurrent
from cycleprof.panels.interning import Interned
from cycleprof.panels.marks import lettered
from cycleprof.panels.spanfacts import about, short_name
from cycleprof.panels.surroundings import gettext as _
from cycleprof.panels.values import Place, Scalar, say

MANY = 2_000
"""From how many spans on lanes run together where spans are narrower than a pixel."""

COLUMNS = (
    "id", "parent", "lane", "row", "open_row", "start", "span", "own",
    "category", "name", "place", "sql", "finding", "flags",
)  # fmt: skip
"""What is told of each span; also of none, so that there is always a timeline to draw."""

STATES = ("ok", "error", "cancelled", "unfinished")


def build(report: Report) -> Panel:
    """The panel for a report's timeline."""
    spans = lanes.shown(report)
    found, places = lanes.arrange(report)
    names, origins, statements = Interned[str](), Interned[Place](), Interned[str]()
    own = tree.exclusive(report.profile.spans)
    marks = _marks(report)
    columns: dict[str, list[int]] = {name: [] for name in COLUMNS}
    for span in spans:
        row = {
            "id": span.id,
            "parent": span.parent_id or 0,
            "lane": places[span.id].lane,
            "row": places[span.id].row,
            "open_row": places[span.id].open_row,
            "start": span.start_ns,
            "span": span.duration_ns,
            "own": own[span.id],
            "category": categories.ORDER.index(categories.category(span.stage)),
            "name": names.index(short_name(span)),
            "place": origins.index(Place(span.origin)) if span.origin else -1,
            "sql": statements.index(str(span.attributes[TEXT])) if TEXT in span.attributes else -1,
            "finding": marks.get(span.id, -1),
            "flags": _flags(span),
        }
        for key, value in row.items():
            columns[key].append(value)
    block = Timeline(
        duration_ns=report.profile.duration_ns,
        lanes=found,
        bars={key: tuple(values) for key, values in columns.items()},
        ink=tuple(_ink(report)),
        names=names.all(),
        places=origins.all(),
        sql=statements.all(),
        facts={str(span.id): facts for span in spans if (facts := about(span))},
        concurrent=concurrent(report),
        notice=_notice(len(spans)),
        browser=browser.lane(report.profile),
    )
    return Panel(id="timeline", title=_("Timeline"), blocks=(block,))


def _marks(report: Report) -> dict[int, int]:
    marks: dict[int, int] = {}
    for number, (_letter, finding) in enumerate(lettered(report)):
        for span_id in finding.span_ids:
            marks.setdefault(span_id, number)
    return marks


def _flags(span: Span) -> int:
    """Bits: 1 and 2 the status, 4 a cache miss, 8 an overlay, 16 a statement, 32 on a log level."""
    flags = STATES.index(span.status)
    flags |= 4 * (span.attributes.get("cycleprof.cache.hit") is False)
    flags |= 8 * span.overlay
    flags |= 16 * (span.stage is Stage.DB)
    return flags | 32 * level(span)


def _ink(report: Report) -> Iterator[int]:
    index = {span.id: number for number, span in enumerate(lanes.shown(report))}
    for end, owner in owners(report.profile.spans):
        yield end
        yield index.get(owner, -1)


def _notice(count: int) -> Scalar:
    if count <= MANY:
        return None
    return say(_("{n} spans: where they are narrower than a pixel they run together."), n=count)
