"""unittest's results with recording: in the process that runs the tests, and beside workers."""

from __future__ import annotations

import inspect
import json
import unittest
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from django.test.runner import RemoteTestResult

from cycleprof.gate.run import encode_line
from cycleprof.testing.case import Case
from cycleprof.testing.judging import Judge
from cycleprof.testing.options import Options, make_options
from cycleprof.testing.watch import Watch
from cycleprof.testing.within import BudgetExceeded

Take = Callable[[str, str], None]


class Recorded:
    """Recording in a process that runs tests, from its first one to its last."""

    def __init__(self, options: Options) -> None:
        gate = options.gate
        self._root = gate.root
        self._judge = Judge(options)
        self._watch = Watch(options.mode, gate.warm_up, gate.profile_bytes if options.json else 0)
        self._watch.start()

    def begin(self, test: unittest.TestCase) -> Case:
        case = self._watch.begin(node_id(test, self._root))
        case.phase = "call"  # unittest's setUp is part of the call, also under pytest
        return case

    def problems(self, case: Case) -> list[str]:
        """What the test breaks."""
        self._watch.settle(case)
        return self._judge.problems(case, (), self._watch.environment)

    def finish(self, case: Case, outcome: str) -> tuple[str, str]:
        """The test and what it ran on, each as a line of JSON."""
        test = self._watch.finish(case, outcome)
        return encode_line(test).decode("ascii"), json.dumps(self._watch.environment)

    def close(self) -> None:
        self._watch.stop()


def node_id(test: unittest.TestCase, root: Path) -> str:
    """The test's name as pytest writes it, so that both share budgets and baselines."""
    try:
        path = Path(inspect.getfile(type(test))).resolve().relative_to(root)
    except (TypeError, ValueError):  # made at run time, or outside the project
        return test.id()
    return f"{path.as_posix()}::{type(test).__qualname__}::{test.id().rpartition('.')[2]}"


class Recording(unittest.TestResult):
    """What a class of results does besides, to record each test and fail what breaks a budget."""

    recorded: ClassVar[Recorded]
    take: Take
    _outcome = "passed"
    _case: Case | None = None

    def startTest(self, test: unittest.TestCase) -> None:  # noqa: N802 - unittest's name
        super().startTest(test)
        self._outcome = "passed"
        self._case = self.recorded.begin(test)

    def addSuccess(self, test: unittest.TestCase) -> None:  # noqa: N802 - unittest's name
        problems = self.recorded.problems(self._case) if self._case is not None else []
        if problems:
            error = BudgetExceeded("\n\n".join(problems))
            no_traceback: Any = (BudgetExceeded, error, None)
            self.addFailure(test, no_traceback)
        else:
            super().addSuccess(test)

    def addFailure(self, test: unittest.TestCase, err: Any) -> None:  # noqa: N802 - likewise
        self._outcome = "failed"
        super().addFailure(test, err)

    def addError(self, test: unittest.TestCase, err: Any) -> None:  # noqa: N802 - likewise
        self._outcome = "error"
        super().addError(test, err)

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: Any) -> None:  # noqa: N802 - likewise
        if err is not None:
            self._outcome = "failed"
        super().addSubTest(test, subtest, err)

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:  # noqa: N802 - likewise
        self._outcome = "skipped"
        super().addSkip(test, reason)

    def addExpectedFailure(self, test: unittest.TestCase, err: Any) -> None:  # noqa: N802 - likewise
        self._outcome = "skipped"  # as pytest calls it
        super().addExpectedFailure(test, err)

    def addUnexpectedSuccess(self, test: unittest.TestCase) -> None:  # noqa: N802 - likewise
        self._outcome = "failed"
        super().addUnexpectedSuccess(test)

    def stopTest(self, test: unittest.TestCase) -> None:  # noqa: N802 - unittest's name
        case, self._case = self._case, None
        if case is not None:
            self.take(*self.recorded.finish(case, self._outcome))
        super().stopTest(test)


def recording(base: type[Any], recorded: Recorded, take: Take) -> type[Any]:
    """The class of results that records each test.

    ``take`` gets every test with its surroundings, as :meth:`Recorded.finish` gives them.
    """
    attributes = {"recorded": recorded, "take": staticmethod(take)}
    return type("RecordingResult", (Recording, base), attributes)


def taking(base: type[Any], take: Take) -> type[Any]:
    """The class of results of a process whose workers record: it takes what they send."""

    class TakingResult(base):  # type: ignore[misc]  # known only when it runs
        def cycleprof_test(self, _test: unittest.TestCase, line: str, surroundings: str) -> None:
            take(line, surroundings)

    return TakingResult


class _Worker:
    """The recording of a worker's process, which runs one class of tests after another."""

    recorded: Recorded | None = None


def remote_result(root: Path, wishes: Mapping[str, str | None]) -> RemoteTestResult:
    """A result for a worker of Django's: its tests travel among the events that it sends.

    The worker makes its options anew of the command line's, which can be sent to it.
    """
    if _Worker.recorded is None:
        _Worker.recorded = Recorded(make_options(root, **wishes))
    result: RemoteTestResult

    def take(line: str, surroundings: str) -> None:
        result.events.append(("cycleprof_test", result.test_index, line, surroundings))

    result = recording(RemoteTestResult, _Worker.recorded, take)()
    return result
