"""Judges a test that has just run, by all that the run's options say."""

from __future__ import annotations

from collections.abc import Sequence

from cycleprof.gate.environment import differences
from cycleprof.gate.examiner import Examiner
from cycleprof.gate.limits import Budget
from cycleprof.gate.run import Environment
from cycleprof.gate.switches import ALL
from cycleprof.testing.case import Case
from cycleprof.testing.options import Options


class Judge:
    """Knows the budgets, the baselines and the run to compare with."""

    def __init__(self, options: Options) -> None:
        baselines = options.baselines if options.baselines.exist() else None
        if options.update == ALL or not options.everywhere:
            baselines = None
        self._base = options.base
        self._with_base = Examiner(
            options.gate, baselines, options.base.tests if options.base else None
        )
        self._without_base = Examiner(options.gate, baselines)

    def problems(self, case: Case, own: Sequence[Budget], environment: Environment) -> list[str]:
        """What the test itself broke, setup and teardown left out; ``own`` are its budgets."""
        base = self._base
        comparable = base and not differences(base.environment, environment)
        examiner = self._with_base if comparable else self._without_base
        cycles = [one for one in case.cycles() if one["phase"] == "call"]
        return examiner.problems(case.nodeid, own, cycles, case.findings, environment)
