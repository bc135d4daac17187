"""Compares how long two runs took, route by route, and says no more than their samples carry."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from cycleprof.gate.expectation import name_of
from cycleprof.gate.run import Test
from cycleprof.gate.timing import bounds

Verdict = Literal["slower", "faster", "no sure difference", "too few"]
Durations = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class TimeChange:
    """The medians of one route in both runs, in nanoseconds, and how many cycles each is of.

    ``least`` is by what factor the route is at least slower (above 1) or faster (below 1), with
    95 % confidence for all routes together; 1 if there is no sure difference.
    """

    cycle: str
    base_ns: int
    head_ns: int
    samples: tuple[int, int]
    verdict: Verdict
    least: float = 1.0

    def text(self) -> str:
        """The change as a sentence."""
        before, after = self.base_ns / 1e6, self.head_ns / 1e6
        counts = " and ".join(map(str, self.samples))
        said: str = self.verdict
        if self.verdict in {"slower", "faster"}:
            said = f"{self.verdict}, surely by {abs(self.least - 1):.0%}"
        elif self.verdict == "too few":
            said = "too few to judge"
        return f"{self.cycle}: median {before:.1f} ms, now {after:.1f} ms ({counts} cycles): {said}"


def durations(test: Test) -> Durations:
    """How long the test's own cycles took, by route."""
    found: Durations = {}
    for cycle in test["profiles"]:
        if cycle["phase"] == "call" and not cycle["nested"]:
            found.setdefault(name_of(cycle), []).append(cycle["totals"].get("duration_ns", 0))
    return found


class Times:
    """Collects the durations of tests that both runs have: others would shift a route's mix."""

    def __init__(self) -> None:
        self._base: dict[str, array[int]] = {}
        self._head: dict[str, array[int]] = {}

    def add(self, base: Durations, head: Durations) -> None:
        """Take one test of both runs."""
        for name in base.keys() & head.keys():
            self._base.setdefault(name, array("q")).extend(base[name])
            self._head.setdefault(name, array("q")).extend(head[name])

    def changes(self) -> tuple[TimeChange, ...]:
        """One per route, the most slowed first."""
        names = sorted(self._base)
        found = (_change(name, self._base[name], self._head[name], len(names)) for name in names)
        return tuple(sorted(found, key=lambda one: (-one.least, one.cycle)))


def _change(name: str, base: Sequence[int], head: Sequence[int], routes: int) -> TimeChange:
    # Each side errs in one of forty cases; with many routes somewhere one of them will, so the
    # doubt is shared among them.
    before, after = (bounds(one, 0.0125 / routes) for one in (base, head))
    verdict: Verdict = "no sure difference"
    least = 1.0
    if before is None or after is None:
        verdict = "too few"
    elif after[0] > before[1]:
        verdict, least = "slower", after[0] / max(before[1], 1)
    elif after[1] < before[0]:
        verdict, least = "faster", after[1] / max(before[0], 1)
    return TimeChange(
        name, int(median(base)), int(median(head)), (len(base), len(head)), verdict, least
    )


def slower_by(changes: Iterable[TimeChange], percent: float) -> list[TimeChange]:
    """Those that are surely slower by more than that."""
    return [one for one in changes if one.verdict == "slower" and one.least > 1 + percent / 100]


def time_lines(changes: Sequence[TimeChange], most: int = 5) -> Iterator[str]:
    """What people should know of them: the sure changes, and how many are none."""
    sure = [one for one in changes if one.verdict in {"slower", "faster"}]
    yield from (one.text() for one in sure[:most])
    if len(sure) > most:
        yield f"and {len(sure) - most} more that changed"
    unsure = sum(one.verdict == "no sure difference" for one in changes)
    few = sum(one.verdict == "too few" for one in changes)
    parts = [f"{unsure} without a sure difference"] if unsure else []
    parts += [f"{few} asked for too seldom to judge"] if few else []
    if parts:
        yield f"routes: {', '.join(parts)}"
