"""Judges cycles by budgets: which limits are broken, and by how much."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from cycleprof.gate.digest import TIMED
from cycleprof.gate.limits import COUNTS, Budget
from cycleprof.gate.run import Cycle
from cycleprof.serialize import Document

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "*")


@dataclass(frozen=True, slots=True)
class Excess:
    """One limit that is broken."""

    what: str
    allowed: str
    found: int


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken budget, the cycles that it was broken by, and their findings."""

    budget: Budget
    excesses: tuple[Excess, ...]
    cycles: tuple[Cycle, ...]
    findings: tuple[Document, ...]
    unmeasured: tuple[str, ...] = ()


def is_route(name: str) -> bool:
    """Whether a budget's name means a route, such as ``GET /books/``, and not a test."""
    return name.startswith("/") or name.partition(" ")[0] in _METHODS


def applies_to_cycle(name: str, cycle: Cycle) -> bool:
    """Whether a route's budget is meant for this cycle.

    After the method stands the route as Django writes it, the name of the URL, or a path; ``*``
    and ``?`` stand for anything, in a path also across slashes.
    """
    method, _, pattern = name.rpartition(" ")
    if cycle["method"] is None or method not in {"", "*", cycle["method"]}:
        return False
    route = cycle["route"]
    names = {cycle["path"], cycle["url_name"], route, None if route is None else f"/{route}"}
    return any(known == pattern or fnmatchcase(known, pattern) for known in names if known)


def applies_to_test(name: str, nodeid: str) -> bool:
    """Whether a test's budget is meant for this test; the name may hold ``*`` and ``?``."""
    return name == nodeid or fnmatchcase(nodeid, name) or fnmatchcase(nodeid, f"{name}::*")


def judge(
    budget: Budget,
    cycles: Sequence[Cycle],
    findings: Mapping[str, Document],
    known: Collection[str] = (),
) -> Breach | None:
    """What is wrong with these cycles taken together; None if they keep to the budget.

    ``findings`` are the test's by fingerprint, ``known`` the fingerprints in its baseline.
    """
    counted = [cycle for cycle in cycles if not cycle["nested"]]
    concerned = _concerned(counted, findings)
    excesses = []
    unmeasured = []
    for key, limit in budget.counts.items():
        if any(key not in cycle["totals"] for cycle in counted):
            unmeasured.append(key)
        elif (found := sum(measure(cycle, key) for cycle in counted)) > limit:
            excesses.append(Excess(COUNTS[key], f"at most {limit}", found))
    excesses.extend(_findings(budget, concerned, known))
    if not excesses:
        return None
    return Breach(budget, tuple(excesses), tuple(counted), tuple(concerned), tuple(unmeasured))


def measure(cycle: Cycle, key: str) -> int:
    """One count of a cycle. Queries that only a process's first requests ask are left out."""
    totals = cycle["totals"]
    return totals[key] - (totals.get("warm_up", 0) if key == "queries" else 0)


def _concerned(cycles: Iterable[Cycle], findings: Mapping[str, Document]) -> list[Document]:
    names = dict.fromkeys(name for cycle in cycles for name in cycle["findings"])
    return [findings[name] for name in names if name in findings]


def _findings(
    budget: Budget, findings: Iterable[Document], known: Collection[str]
) -> Iterable[Excess]:
    wanted = budget.findings
    if wanted is None:
        return
    counted = [one for one in findings if one["code"] not in TIMED]
    if wanted == "none exact":
        counted = [one for one in counted if one["confidence"] == "exact"]
    if wanted == "none new":
        counted = [one for one in counted if one["fingerprint"] not in known]
    limit = wanted if isinstance(wanted, int) else 0
    if len(counted) > limit:
        yield Excess("findings", str(wanted) if wanted else "none", len(counted))
