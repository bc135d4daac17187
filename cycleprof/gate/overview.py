"""What a run says of itself at its end, in a few lines; holds only sums and the largest few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from heapq import heappush, heappushpop

from cycleprof.gate.run import Test
from cycleprof.gate.silencers import Silencers

_MOST = 5


class Overview:
    """Adds up tests as they end, in bounded memory."""

    def __init__(self) -> None:
        self.seen = 0
        self.tests = 0
        self.cycles = 0
        self.queries = 0
        self.warm_up = 0
        self.silencers = Silencers()
        self.codes: Counter[str] = Counter()
        self.stages: Counter[str] = Counter()
        self._most: list[tuple[int, str, str]] = []
        self._titles: dict[str, str] = {}

    def add(self, test: Test) -> None:
        """Count one test."""
        self.seen += 1
        self.tests += bool(test["profiles"])
        self.cycles += test["totals"].get("profiles", 0)
        self.queries += test["totals"].get("queries", 0)
        self.warm_up += test["totals"].get("warm_up", 0)
        self.silencers.add(test)
        for finding in test["findings"]:
            self.codes[finding["code"]] += 1
            self._titles.setdefault(finding["code"], finding["rule"])
        for cycle in test["profiles"]:
            if not cycle["nested"]:
                self.stages.update(cycle["stages"])
            self._rank((cycle["totals"].get("queries", 0), cycle["name"], test["nodeid"]))

    def _rank(self, row: tuple[int, str, str]) -> None:
        if not row[0] or any(row[:2] == known[:2] for known in self._most):
            return
        if len(self._most) < _MOST:
            heappush(self._most, row)
        else:
            heappushpop(self._most, row)

    def lines(self) -> Iterator[str]:
        """The table, line by line."""
        yield f"{self.cycles} cycles in {self.tests} tests, {self.queries} queries"
        if self.warm_up:
            yield f"{self.warm_up} of them not judged: they fill caches that outlive a test"
        if self.stages:
            slowest = ", ".join(
                f"{stage} {ns / 1e6:.0f} ms" for stage, ns in self.stages.most_common(_MOST)
            )
            yield f"slowest stages: {slowest}"
        for count, name, nodeid in sorted(self._most, reverse=True):
            yield f"{count:>7} queries  {name}  ({nodeid})"
        for code, count in self.codes.most_common():
            yield f"{count:>7} x {code}  {self._titles[code]}"
        yield from self.silencers.lines()
