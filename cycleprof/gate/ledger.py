"""Keeps, over a run, how its tests stand to their baselines, and writes these anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cycleprof.gate.baseline import Baselines
from cycleprof.gate.drift import drift, tighten
from cycleprof.gate.environment import differences
from cycleprof.gate.expectation import Expectation, expect
from cycleprof.gate.run import Environment, Test

_SHOWN = 10


class Ledger:
    """What a run did, test by test; ``keep`` if the baselines are to be written.

    ``base`` is the environment of the run that is compared with, ``findings`` whether this run
    looks for any.
    """

    def __init__(
        self, baselines: Baselines, base: Environment | None, *, findings: bool, keep: bool
    ) -> None:
        self._baselines = baselines
        self._judges = baselines.exist()
        self._base = base
        self._findings = findings
        self._keep = keep
        self._environment: Environment | None = None
        self._tests: dict[str, Expectation] = {}
        self._seen: list[str] = []
        self._unknown: list[str] = []
        self._better: list[str] = []
        self._mismatches: dict[str, None] = {}

    def add(self, test: Test, environment: Environment) -> None:
        """One test has ended."""
        self._environment = environment
        nodeid, expectation = test["nodeid"], expect(test)
        if self._keep:
            self._seen.append(nodeid)
        if test["outcome"] != "passed" or not expectation:
            return
        if self._keep:
            self._tests[nodeid] = expectation
        if self._judges:
            self._compare(nodeid, expectation, environment)

    def _compare(self, nodeid: str, found: Expectation, environment: Environment) -> None:
        mismatch = self._baselines.mismatch(nodeid, environment)
        if mismatch is not None:
            self._mismatches[mismatch] = None
            return
        expected = self._baselines.get(nodeid)
        if expected is None:
            self._unknown.append(nodeid)
            return
        changes = drift(expected, found)
        self._unknown.extend(
            f"{nodeid}: {change.cycle}" for change in changes if change.kind == "unknown"
        )
        if self._findings and any(change.kind in {"better", "gone"} for change in changes):
            self._better.append(nodeid)

    @property
    def incomparable(self) -> list[str]:
        """Why this run cannot be compared with its base; empty if it can, or need not."""
        if self._base is None or self._environment is None:
            return []
        return differences(self._base, self._environment)

    def write(self, *, ratchet: bool, whole: bool) -> list[Path]:
        """Write the baselines; with ``ratchet`` nothing that is worse. Returns what changed."""
        if self._environment is None:
            return []
        tests = self._tests
        if ratchet:
            tests = {nodeid: self._tightened(nodeid) for nodeid in tests}
        return self._baselines.update(self._environment, tests, seen=self._seen if whole else None)

    def _tightened(self, nodeid: str) -> Expectation:
        expected = self._baselines.get(nodeid)
        found = self._tests[nodeid]
        return found if expected is None else tighten(expected, found)

    def lines(self) -> Iterator[str]:
        """What people should know, line by line."""
        for reason in self.incomparable:
            yield f"not compared with the base: {reason}"
        for reason in self._mismatches:
            yield f"baseline not used: {reason}"
        if not self._keep:
            yield from _listed("not in the baseline (--cycleprof-update adds them)", self._unknown)
            better = "better than the baseline (--cycleprof-update=ratchet keeps it so)"
            yield from _listed(better, self._better)


def _listed(title: str, names: list[str]) -> Iterator[str]:
    if names:
        yield f"{len(names)} {title}:"
        yield from (f"  {name}" for name in sorted(names)[:_SHOWN])
        if len(names) > _SHOWN:
            yield f"  and {len(names) - _SHOWN} more"
