"""Examines one test's cycles: by the budgets that apply, its baseline, and the base's run."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from cycleprof.gate.baseline import Baselines
from cycleprof.gate.config import GateConfig
from cycleprof.gate.drift import Change, drift
from cycleprof.gate.expectation import Expectation, expect_cycles
from cycleprof.gate.limits import Budget
from cycleprof.gate.message import explain, explain_drift, remedy_lines
from cycleprof.gate.run import Cycle, Environment
from cycleprof.gate.verdict import Breach, applies_to_cycle, applies_to_test, is_route, judge
from cycleprof.serialize import Document

ACCEPT = "If this is meant, accept it: pytest --cycleprof --cycleprof-update"
Findings = Mapping[str, Document]


class Examiner:
    """Knows the configuration; ``base`` are the expectations of a run to compare with."""

    def __init__(
        self,
        config: GateConfig,
        baselines: Baselines | None,
        base: Mapping[str, Expectation] | None = None,
    ) -> None:
        self._budgets = config.budgets
        self._strict = config.unknown_tests == "fail"
        self._baselines = baselines
        self._base = base

    def problems(
        self,
        nodeid: str,
        own: Sequence[Budget],
        cycles: Sequence[Cycle],
        findings: Findings,
        environment: Environment,
    ) -> list[str]:
        """What the test's cycles break, each as a message for people; ``own`` are its budgets."""
        expected = self._expected(nodeid, environment)
        found = expect_cycles(cycles, findings)
        worse = worsenings(expected, found)
        new, known = {one.key for one in worse}, _known(expected)
        breaches = self._breaches(nodeid, own, cycles, findings, known)
        messages = [explain(breach, new) for breach in breaches]
        if worse:
            against = f"the baseline of {nodeid}"
            messages.append(_drift(worse, cycles, findings, against, ACCEPT))
        messages.extend(self._against_base(nodeid, cycles, found, findings))
        if expected is None and self._strict and found and self._baselines is not None:
            messages.append(f"cycleprof: {nodeid} has no baseline yet. {ACCEPT}")
        return messages

    def _expected(self, nodeid: str, environment: Environment) -> Expectation | None:
        baselines = self._baselines
        if baselines is None or baselines.mismatch(nodeid, environment) is not None:
            return None
        return baselines.get(nodeid)

    def _against_base(
        self, nodeid: str, cycles: Sequence[Cycle], found: Expectation, findings: Findings
    ) -> Iterator[str]:
        worse = worsenings((self._base or {}).get(nodeid), found)
        if worse:
            yield _drift(worse, cycles, findings, "the run it is compared with")

    def _breaches(
        self,
        nodeid: str,
        own: Sequence[Budget],
        cycles: Sequence[Cycle],
        findings: Findings,
        known: Collection[str],
    ) -> Iterator[Breach]:
        for budget in (*self._budgets, *own):
            if budget in own or (
                not is_route(budget.name) and applies_to_test(budget.name, nodeid)
            ):
                groups = [list(cycles)]
            elif is_route(budget.name):
                groups = [[one] for one in cycles if applies_to_cycle(budget.name, one)]
            else:
                continue
            broken = [one for group in groups if (one := judge(budget, group, findings, known))]
            if broken:  # the worst one says what the others would
                yield max(broken, key=lambda one: sum(each.found for each in one.excesses))


def worsenings(expected: Expectation | None, found: Expectation) -> list[Change]:
    """What is worse than expected; nothing if nothing was."""
    if expected is None:
        return []
    return [change for change in drift(expected, found) if change.kind == "worse"]


def _known(expected: Expectation | None) -> set[str]:
    return {name for one in (expected or {}).values() for name in one.findings}


def _drift(
    worse: list[Change],
    cycles: Sequence[Cycle],
    findings: Findings,
    against: str,
    accept: str = "",
) -> str:
    lines = [*explain_drift(worse, cycles, against), *remedy_lines(findings.values())]
    return "\n".join([*lines, accept] if accept else lines)
