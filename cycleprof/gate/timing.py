"""Judges budgets of time over a whole run, and only where chance does not explain the excess."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import sqrt
from statistics import NormalDist, median

from cycleprof.gate.limits import Budget
from cycleprof.gate.run import Cycle, Test
from cycleprof.gate.verdict import applies_to_cycle, applies_to_test, is_route

_DOUBT = 0.025
_SCALE = 10**9
_LARGE = 1_000


class Timings:
    """Collects how long the cycles took that a budget of time is about."""

    def __init__(self, budgets: Sequence[Budget]) -> None:
        self._budgets = [one for one in budgets if one.time_ms is not None]
        self._samples = [array("q") for _ in self._budgets]

    def add(self, test: Test) -> None:
        """Take the cycles of one test."""
        for budget, samples in zip(self._budgets, self._samples, strict=True):
            samples.extend(cycle["totals"]["duration_ns"] for cycle in _meant(budget, test))

    def broken(self) -> list[str]:
        """A sentence for each budget that is surely exceeded."""
        return [text for text, exceeded in self._judged() if exceeded]

    def lines(self) -> list[str]:
        """A sentence for each budget, whatever the verdict."""
        return [text for text, _ in self._judged()]

    def _judged(self) -> Iterator[tuple[str, bool]]:
        for budget, samples in zip(self._budgets, self._samples, strict=True):
            if samples:
                yield _sentence(budget, samples)


def _meant(budget: Budget, test: Test) -> Iterator[Cycle]:
    route = is_route(budget.name)
    if not route and not applies_to_test(budget.name, test["nodeid"]):
        return
    for cycle in test["profiles"]:
        own = cycle["phase"] == "call" and not cycle["nested"]
        if own and (not route or applies_to_cycle(budget.name, cycle)):
            yield cycle


def _sentence(budget: Budget, samples: Sequence[int]) -> tuple[str, bool]:
    limit = budget.time_ms or 0
    middle = median(samples) / 1e6
    text = f"{budget.name}: median {middle:.1f} ms of {len(samples)} cycles, at most {limit} ms"
    low = surely_above(samples)
    if low is None:
        return f"{text} ({budget.where}): too few to judge", False
    exceeded = low / 1e6 > limit
    verdict = "exceeded" if exceeded else "not surely exceeded" if middle > limit else "kept"
    return f"{text} ({budget.where}): {verdict}", exceeded


def surely_above(samples: Sequence[int]) -> int | None:
    """What the true median exceeds with 97.5 % confidence; None if there are too few samples."""
    found = bounds(samples, _DOUBT)
    return found[0] if found is not None else None


def bounds(samples: Sequence[int], doubt: float) -> tuple[int, int] | None:
    """What the true median lies between; on either side it lies beyond with at most this chance.

    None if there are too few samples. The bounds come from the order of the samples alone: no
    outlier and no shape of their distribution can mislead them.
    """
    rank = _rank(len(samples), doubt)
    if not rank:
        return None
    ordered = sorted(samples)
    return ordered[rank - 1], ordered[-rank]


@lru_cache(maxsize=256)
def _rank(count: int, doubt: float) -> int:
    """The rank of the sample that the median lies below with at most this chance; 0 if none is.

    Exact, in whole numbers; for large samples the normal distribution, rounded to the safe side.
    """
    if count > _LARGE:
        return int(count / 2 + NormalDist().inv_cdf(doubt) * sqrt(count) / 2) - 1
    limit = 2**count * round(doubt * _SCALE) // _SCALE
    below, ways, rank = 0, 1, 0
    while below + ways <= limit:
        below += ways
        ways = ways * (count - rank) // (rank + 1)
        rank += 1
    return rank
