"""The Templates tab: what was rendered within what, how often, and the queries inside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cycleprof.analysis import tree
from cycleprof.analysis.queries import TEXT
from cycleprof.model import Report, Span, Stage
from cycleprof.panels.blocks import Block, Column, Panel, Row, Table, Text
from cycleprof.panels.marks import by_span
from cycleprof.panels.surroundings import gettext as _
from cycleprof.panels.values import Badge, Duration, Mono, Parts, Scalar, Several, Times, say


@dataclass
class _Node:
    """Identical siblings, folded into one."""

    name: str
    spans: list[Span] = field(default_factory=list)
    children: dict[str, _Node] = field(default_factory=dict)
    queries: list[Span] = field(default_factory=list)


def build(report: Report) -> Panel:
    """The panel for what a report's cycle rendered."""
    return Panel(
        id="templates",
        title=_("Templates"),
        count=report.totals.templates,
        blocks=tuple(_blocks(report)),
    )


def _blocks(report: Report) -> Iterator[Block]:
    root = _fold(report)
    own = tree.exclusive(report.profile.spans)
    queries = [query for node in root.children.values() for query in node.queries]
    if root.children:
        yield Text(
            lead=say(_("Rendering took {own} of its own."), own=Duration(_own(report, own))),
            text=say(_("Queries sent from inside templates took {time}."),
                     time=Duration(sum(query.duration_ns for query in queries))),
        )  # fmt: skip
    yield Table(
        label=_("Templates"),
        columns=(
            Column(label=_("Template")),
            Column(label=_("Renders"), kind="number"),
            Column(label=_("Own"), kind="number"),
            Column(label=_("Total"), kind="number"),
            Column(label=_("Queries inside"), kind="number"),
            Column(label=_("Where the time goes"), kind="bar"),
        ),
        rows=tuple(_rows(root, own, report, 0)),
        empty=_("No template was rendered."),
    )


def _own(report: Report, own: dict[int, int]) -> int:
    return sum(own[span.id] for span in report.profile.spans if span.stage is Stage.TEMPLATE)


def _fold(report: Report) -> _Node:
    """The tree of templates; spans between two templates are left out, their queries kept."""
    root = _Node("")
    path: dict[int, tuple[_Node, ...]] = {report.profile.spans[0].id: (root,)}
    for span in report.profile.spans[1:]:
        nodes = path.get(span.parent_id or 0, (root,))
        if span.stage is Stage.TEMPLATE:
            node = nodes[-1].children.setdefault(span.name, _Node(span.name))
            node.spans.append(span)
            nodes = (*nodes, node)
        elif TEXT in span.attributes:
            for node in nodes[1:]:
                node.queries.append(span)
        path[span.id] = nodes
    return root


def _rows(node: _Node, own: dict[int, int], report: Report, depth: int) -> Iterator[Row]:
    for child in node.children.values():
        total = sum(span.duration_ns for span in child.spans)
        alone = sum(own[span.id] for span in child.spans)
        yield Row(
            depth=depth,
            span=child.spans[0].id,
            cells=(
                Mono(child.name),
                Times(len(child.spans)) if len(child.spans) > 1 else 1,
                Duration(alone),
                Duration(total),
                _inside(child, report),
                Parts((("tpl", alone),), report.profile.duration_ns, ("tpl", total)),
            ),
        )
        yield from _rows(child, own, report, depth + 1)


def _inside(node: _Node, report: Report) -> Scalar:
    if not node.queries:
        return None
    time = Duration(sum(query.duration_ns for query in node.queries))
    text = say("{n} · {time}", n=len(node.queries), time=time)
    marks = by_span(report)
    letters = sorted({marks[query.id] for query in node.queries if query.id in marks})
    badges = tuple(Badge(letter, "warn", letter) for letter in letters)
    return Several((text, *badges)) if badges and not node.children else text
