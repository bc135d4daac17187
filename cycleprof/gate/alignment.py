"""Lays the spans of two sides over each other by what they are, not by when they ran."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from cycleprof.analysis.identity import place
from cycleprof.fingerprint import fingerprint
from cycleprof.model import Origin, Profile, Span, Stage

Side = Literal["base", "head"]
Verdict = Literal["added", "removed", "count", "slower", "faster", "same"]

_DIGITS = re.compile(r"\d+")
_TEXT = "db.query.text"
_SLOWER_SHARE = 0.2
_SLOWER_NS = 1_000_000


@dataclass(slots=True)
class Tally:
    """How often and how long, on each side. Both are sums over the side's profiles."""

    base_count: float = 0
    head_count: float = 0
    base_ns: float = 0
    head_ns: float = 0

    def add(self, side: Side, count: float, ns: float) -> None:
        if side == "base":
            self.base_count += count
            self.base_ns += ns
        else:
            self.head_count += count
            self.head_ns += ns

    @property
    def delta(self) -> float:
        """How many more there are in head, for each profile."""
        return round(self.head_count - self.base_count, 2)

    @property
    def verdict(self) -> Verdict:
        if self.delta:
            if not self.base_count:
                return "added"
            return "count" if self.head_count else "removed"
        change = self.head_ns - self.base_ns
        if abs(change) <= max(_SLOWER_NS, _SLOWER_SHARE * max(self.base_ns, self.head_ns)):
            return "same"
        return "slower" if change > 0 else "faster"


@dataclass(slots=True)
class Node:
    """All spans of one identity below one parent."""

    stage: Stage
    label: str
    origin: Origin | None = None
    tally: Tally = field(default_factory=Tally)
    children: dict[tuple[str, ...], Node] = field(default_factory=dict)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents first."""
        return (node for node, _ in self.descend())

    def descend(self) -> Iterator[tuple[Node, int]]:
        """The same, each with how deep it lies. Spans may nest deeper than Python calls."""
        waiting = [(self, 0)]
        while waiting:
            node, depth = waiting.pop()
            yield node, depth
            waiting += [(child, depth + 1) for child in reversed(node.children.values())]


def align(base: Sequence[Profile], head: Sequence[Profile]) -> Node:
    """One tree of both sides; counts and times are means for one profile of the side."""
    root = Node(Stage.SERVER, "the whole cycle")
    for side, profiles in _sides(base, head):
        for profile in profiles:
            _lay(root, profile.spans, side, 1 / len(profiles))
    return root


def _sides(
    base: Sequence[Profile], head: Sequence[Profile]
) -> tuple[tuple[Side, Sequence[Profile]], tuple[Side, Sequence[Profile]]]:
    return ("base", base), ("head", head)


def _lay(root: Node, spans: Iterable[Span], side: Side, weight: float) -> None:
    nodes: dict[int, Node] = {}
    for span in spans:
        parent = nodes.get(span.parent_id) if span.parent_id is not None else None
        node = root if parent is None else _child(parent, span)
        node.tally.add(side, weight, weight * span.duration_ns)
        if side == "head" and span.origin is not None:
            node.origin = span.origin  # its line as it is now
        nodes[span.id] = node


def _child(parent: Node, span: Span) -> Node:
    key = identity(span)
    if key not in parent.children:
        parent.children[key] = Node(span.stage, label(span), span.origin)
    return parent.children[key]


def identity(span: Span) -> tuple[str, ...]:
    """What makes two spans the same work: no time, no line number, no value."""
    sql = span.attributes.get(_TEXT)
    if sql is not None:
        alias = str(span.attributes.get("cycleprof.alias", ""))
        return (span.stage, alias, fingerprint(str(sql)).hash, place(span.origin))
    return (span.stage, _DIGITS.sub("#", span.name), place(span.origin))


def label(span: Span) -> str:
    """What a person calls it, without the values that differ from run to run."""
    return span.name if _TEXT in span.attributes else _DIGITS.sub("#", span.name)


def flatten(root: Node, stages: frozenset[Stage]) -> list[Node]:
    """The nodes of these stages, those of one identity in different places of the tree as one."""
    merged: dict[tuple[str, ...], Node] = {}
    for node in root.walk():
        for key, child in node.children.items():
            if child.stage not in stages:
                continue
            known = merged.setdefault(key, Node(child.stage, child.label, child.origin))
            tally = child.tally
            known.tally.add("base", tally.base_count, tally.base_ns)
            known.tally.add("head", tally.head_count, tally.head_ns)
    return list(merged.values())
