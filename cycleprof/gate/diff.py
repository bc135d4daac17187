"""What differs between two profiles, or two sets of profiles of the same route."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from cycleprof.gate.alignment import Node, Tally, align, flatten
from cycleprof.gate.sentence import Part, parts, sentence
from cycleprof.model import Finding, Report, Stage, Totals

COUNTED = frozenset({Stage.CACHE, Stage.HTTP, Stage.MAIL, Stage.TASK, Stage.TEMPLATE})
"""Stages whose number of calls is worth a word of its own, besides queries."""

_WARMING = ("load ", "compile ")


@dataclass(frozen=True, slots=True)
class Shape:
    """One statement and place that asks it, with how often on each side."""

    fingerprint: str
    sql: str
    node: Node


@dataclass(frozen=True, slots=True)
class Diff:
    """What came, what went, what changed. Counts and times are means for one profile."""

    base: tuple[Report, ...]
    head: tuple[Report, ...]
    sentence: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    totals: dict[str, tuple[float, float]]
    queries: tuple[Shape, ...]
    calls: tuple[Node, ...]
    new_findings: tuple[Finding, ...]
    gone_findings: tuple[Finding, ...]
    tree: Node

    @property
    def is_worse(self) -> bool:
        """Whether head runs more statements or has findings that base has not."""
        before, after = self.totals["queries"]
        return bool(self.new_findings) or after > before


def compare(base: Sequence[Report], head: Sequence[Report]) -> Diff:
    """Compare two sides; each is one report or several of the same route.

    Raises:
        ValueError: a side is empty.
    """
    if not base or not head:
        raise ValueError(f"there is nothing to compare: {'base' if not base else 'head'} is empty")
    tree = align([one.profile for one in base], [one.profile for one in head])
    totals = _totals(base, head)
    queries = _shapes(tree, base, head)
    calls = [node for node in flatten(tree, COUNTED) if node.tally.delta and not _warms_up(node)]
    new, gone = _findings(base, head), _findings(head, base)
    clauses = parts([one.node for one in queries], calls, new, gone, totals["duration_ns"])
    return Diff(
        base=tuple(base),
        head=tuple(head),
        sentence=sentence(clauses),
        parts=clauses,
        notes=tuple(_notes(base, head)),
        totals=totals,
        queries=tuple(queries),
        calls=tuple(sorted(calls, key=_weight)),
        new_findings=new,
        gone_findings=gone,
        tree=tree,
    )


def _warms_up(node: Node) -> bool:
    """Whether a process does it once, so that it tells of the order of requests only."""
    return node.stage is Stage.TEMPLATE and node.label.startswith(_WARMING)


def _totals(base: Sequence[Report], head: Sequence[Report]) -> dict[str, tuple[float, float]]:
    names = [field.name for field in fields(Totals)]
    return {name: (_mean(base, name), _mean(head, name)) for name in names}


def _mean(reports: Sequence[Report], name: str) -> float:
    total: int = sum(getattr(one.totals, name) for one in reports)
    return round(total / len(reports), 2)


def _shapes(tree: Node, base: Sequence[Report], head: Sequence[Report]) -> list[Shape]:
    texts = {
        (group.alias, group.fingerprint): group.sql
        for report in (*base, *head)
        for group in report.queries
    }
    merged: dict[tuple[str, ...], Shape] = {}
    for parent in tree.walk():
        for key, child in parent.children.items():
            if child.stage is Stage.DB and key[1:3] in texts:
                sql = texts[(key[1], key[2])]
                shape = Shape(key[2], sql, Node(child.stage, child.label, child.origin))
                _merge(merged.setdefault(key, shape).node.tally, child.tally)
    return sorted(merged.values(), key=lambda shape: _weight(shape.node))


def _merge(into: Tally, other: Tally) -> None:
    into.add("base", other.base_count, other.base_ns)
    into.add("head", other.head_count, other.head_ns)


def _weight(node: Node) -> tuple[float, float]:
    """The largest change in number first, then the most expensive."""
    return -abs(node.tally.delta), -node.tally.head_ns


def _findings(known: Sequence[Report], wanted: Sequence[Report]) -> tuple[Finding, ...]:
    """Those of the second side that the first has not, each once."""
    there = {finding.fingerprint for report in known for finding in report.findings}
    found = {finding.fingerprint: finding for report in wanted for finding in report.findings}
    return tuple(one for key, one in found.items() if key not in there)


def _notes(base: Sequence[Report], head: Sequence[Report]) -> list[str]:
    """What a reader must know to trust the comparison."""
    notes = []
    before, after = ({_route(one) for one in side} for side in (base, head))
    if before != after:
        notes.append(f"different routes: {_listed(before)} and {_listed(after)}")
    versions = [
        {tuple(sorted(one.profile.versions.items())) for one in side} for side in (base, head)
    ]
    if versions[0] != versions[1]:
        notes.append("recorded with different versions of Python, Django or cycleprof")
    if any(one.profile.dropped.spans for one in (*base, *head)):
        notes.append("a profile is incomplete: spans were dropped at its limit")
    return notes


def _route(report: Report) -> str:
    request = report.profile.request
    return (request.route or request.path) if request else report.profile.name


def _listed(routes: set[str]) -> str:
    return ", ".join(sorted(routes))
