"""What a test is expected to ask: per cycle a multiset of statements, without order or numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cycleprof.gate.digest import TIMED
from cycleprof.gate.run import Cycle, Query, Test
from cycleprof.gate.shape import label, shape_key
from cycleprof.serialize import Document

CLASSES = ("one", "few", "many")
"""How often a statement runs: once, up to nine times, more. More data stays in its class."""

_FEW = 9


class Statement(NamedTuple):
    """One shape of statement: how often, by class, and in two words what."""

    times: str
    label: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What one kind of cycle of a test asks, and which findings it has."""

    queries: Mapping[str, Statement]
    findings: Mapping[str, str]


Expectation = dict[str, Expected]
"""By cycle, such as ``GET /books/``."""


def times(count: int) -> str:
    """The class of a count."""
    if count == 1:
        return "one"
    return "few" if count <= _FEW else "many"


def name_of(cycle: Cycle) -> str:
    """What a cycle is called in a baseline: its method and route; of a block its name."""
    if cycle["method"] is None:
        return f"{cycle['kind']} {cycle['name']}"
    route = cycle["route"]
    return f"{cycle['method']} " + ("(no route)" if route is None else f"/{route}")


def expect(test: Test) -> Expectation:
    """What the test's own cycles did; of several of one kind the greatest count of each."""
    findings = {finding["fingerprint"]: finding for finding in test["findings"]}
    return expect_cycles(test["profiles"], findings)


def expect_cycles(cycles: Iterable[Cycle], findings: Mapping[str, Document]) -> Expectation:
    """The same for cycles and the findings that their fingerprints name."""
    groups: dict[str, list[Cycle]] = {}
    for cycle in cycles:
        if cycle["phase"] == "call" and not cycle["nested"]:
            groups.setdefault(name_of(cycle), []).append(cycle)
    return {name: _expected(group, findings) for name, group in groups.items()}


def _expected(cycles: list[Cycle], findings: Mapping[str, Document]) -> Expected:
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    names = {name for cycle in cycles for name in cycle["findings"] if name in findings}
    for cycle in cycles:
        own: Counter[str] = Counter()
        for query in _lasting(cycle):
            key = shape_key(query["alias"], query["sql"])
            own[key] += query["count"]
            labels[key] = label(query["sql"])
        counts |= own
    known = (findings[name] for name in sorted(names))
    return Expected(
        {key: Statement(times(counts[key]), labels[key]) for key in sorted(counts)},
        {one["fingerprint"]: one["code"] for one in known if one["code"] not in TIMED},
    )


def _lasting(cycle: Cycle) -> Iterable[Query]:
    """The queries that do not depend on which test comes first."""
    return (query for query in cycle["queries"] if not query["warm_up"])
