"""Compares two runs test by test: what got worse, what got better, what one of them has not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cycleprof.gate.drift import Change, drift
from cycleprof.gate.environment import IncomparableError, differences
from cycleprof.gate.expectation import Expectation, expect
from cycleprof.gate.run import Cycle, Run, Test
from cycleprof.gate.time_change import Durations, TimeChange, Times, durations
from cycleprof.serialize import Document

_DETAILED = 200  # regressions whose cycles are kept in memory; beyond that only their names


@dataclass(frozen=True, slots=True)
class TestDiff:
    """One test that changed. ``cycles`` and ``findings`` are those of head, if worse."""

    nodeid: str
    changes: tuple[Change, ...]
    cycles: tuple[Cycle, ...] = ()
    findings: Mapping[str, Document] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunDiff:
    """All that differs between two runs. ``failed`` are tests of head that did not pass.

    ``times`` takes no part in the verdict: it fails nothing unless somebody asks for that.
    """

    tests: int
    queries: tuple[int, int]
    worse: tuple[TestDiff, ...]
    better: tuple[TestDiff, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]
    failed: tuple[str, ...]
    times: tuple[TimeChange, ...] = ()

    @property
    def is_worse(self) -> bool:
        """Whether a test of both runs asks more or has new findings."""
        return bool(self.worse)


def compare_runs(base: Run, head: Run) -> RunDiff:
    """Compare two runs of the same tests.

    Holds what each test of the base asked, by class; head is read test by test.

    Raises:
        IncomparableError: their environments differ; the message says how.
        DocumentError: one of them is damaged.
    """
    reasons = differences(base.environment, head.environment)
    if reasons:
        raise IncomparableError("; ".join(reasons))
    return _Comparer(base).run(head)


class _Comparer:
    def __init__(self, base: Run) -> None:
        self._expected: dict[str, Expectation] = {}
        self._queries: dict[str, int] = {}
        self._durations: dict[str, Durations] = {}
        self._times = Times()
        for test in base:
            self._expected[test["nodeid"]] = expect(test)
            self._queries[test["nodeid"]] = _queries(test)
            self._durations[test["nodeid"]] = durations(test)
        self._worse: list[TestDiff] = []
        self._better: list[TestDiff] = []

    def run(self, head: Run) -> RunDiff:
        added, failed, seen = [], [], set()
        before = after = 0
        for test in head:
            nodeid = test["nodeid"]
            seen.add(nodeid)
            if test["outcome"] not in {"passed", "skipped"}:
                failed.append(nodeid)
            if nodeid not in self._expected:
                added.append(nodeid)
                continue
            before += self._queries[nodeid]
            after += _queries(test)
            self._times.add(self._durations[nodeid], durations(test))
            self._compare(test)
        return RunDiff(
            tests=len(seen) - len(added),
            queries=(before, after),
            worse=tuple(self._worse),
            better=tuple(self._better),
            added=tuple(added),
            gone=tuple(sorted(self._expected.keys() - seen)),
            failed=tuple(failed),
            times=self._times.changes(),
        )

    def _compare(self, test: Test) -> None:
        changes = drift(self._expected[test["nodeid"]], expect(test))
        worse = tuple(one for one in changes if one.kind == "worse")
        better = tuple(one for one in changes if one.kind == "better")
        if worse:
            self._worse.append(self._detailed(test, worse))
        elif better and test["outcome"] == "passed":
            self._better.append(TestDiff(test["nodeid"], better))

    def _detailed(self, test: Test, worse: tuple[Change, ...]) -> TestDiff:
        if len(self._worse) >= _DETAILED:
            return TestDiff(test["nodeid"], worse)
        cycles = tuple(cycle for cycle in test["profiles"] if cycle["phase"] == "call")
        for cycle in cycles:
            cycle["profile"] = None  # large, and not needed to say what got worse
        findings = {finding["fingerprint"]: finding for finding in test["findings"]}
        return TestDiff(test["nodeid"], worse, cycles, findings)


def _queries(test: Test) -> int:
    return test["totals"].get("queries", 0) - test["totals"].get("warm_up", 0)
