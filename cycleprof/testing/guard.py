"""What the pytest plugin does in one process: records its tests and judges what they caused."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from cycleprof.gate.limits import Budget, LimitError, make_budget
from cycleprof.gate.run import encode_line
from cycleprof.testing.options import Options

if TYPE_CHECKING:
    from cycleprof.testing.case import Case
    from cycleprof.testing.judging import Judge
    from cycleprof.testing.watch import Watch

TEST, ENVIRONMENT = "cycleprof_test", "cycleprof_environment"
"""Attributes of a report under which a test's record travels, also from xdist's workers."""


class Guard:
    """Recording in the process that runs tests."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.watch: Watch | None = None
        self.case: Case | None = None
        self._outcome = "passed"
        self._judge: Judge | None = None

    def start(self) -> None:
        """Begin to record, if Django is there and set up."""
        if self.watch is None and _django_is_ready():
            from cycleprof.testing.judging import Judge  # noqa: PLC0415 - it imports Django
            from cycleprof.testing.watch import Watch  # noqa: PLC0415 - likewise

            gate = self.options.gate
            room = gate.profile_bytes if self.options.everywhere else 0
            self.watch = Watch(self.options.mode, gate.warm_up, room)
            self.watch.start()
            self._judge = Judge(self.options)

    def stop(self) -> None:
        """Leave nothing behind."""
        if self.watch is not None:
            self.watch.stop()
            self.watch = None

    def begin(self, item: pytest.Item) -> None:
        """A test begins; it is recorded from its setup on."""
        self.start()
        wanted = "cycleprof" in getattr(item, "fixturenames", ())
        if self.watch is not None and (self.options.everywhere or wanted):
            self._outcome = "passed"
            self.case = self.watch.begin(item.nodeid, keep=wanted)

    @contextmanager
    def calling(self) -> Iterator[None]:
        """The test itself runs, after its setup."""
        case = self.case
        if case is None or self.watch is None:
            yield
            return
        self.watch.settle(case)
        case.phase = "call"
        try:
            yield
        finally:
            self.watch.settle(case)
            case.phase = "teardown"

    def judge(self, item: pytest.Item) -> None:
        """Fail the test that has just run if it breaks a budget or is worse than it was."""
        case, judge = self.case, self._judge
        if case is None or judge is None or self.watch is None or not self.options.everywhere:
            return
        environment = self.watch.environment
        problems = judge.problems(case, marked_budgets(item), environment)
        if problems:
            elsewhere = judge.problems(case, (), environment)
            case.broken += [one for one in problems if one not in elsewhere]
            pytest.fail("\n\n".join(problems), pytrace=False)

    def note(self, report: pytest.TestReport) -> None:
        """Follow the outcome; with the last report of a test goes all that it caused."""
        if self.case is None or self.watch is None:
            return
        if report.outcome != "passed" and self._outcome == "passed":
            broken = report.when != "call" and report.failed
            self._outcome = "error" if broken else report.outcome
        if report.when == "teardown":
            test = self.watch.finish(self.case, self._outcome)
            self.case = None
            if self.options.everywhere:
                # As text, because xdist carries no other types from a worker to the controller.
                report.__dict__[TEST] = encode_line(test).decode("ascii")
                report.__dict__[ENVIRONMENT] = json.dumps(self.watch.environment)


def marked_budgets(item: pytest.Item) -> list[Budget]:
    """The budgets that markers give to a test; a marker that means nothing fails it."""
    file, line, _ = item.location
    where = f"{file}:{(line or 0) + 1}"
    try:
        return [
            make_budget(item.name, where, mark.kwargs) for mark in item.iter_markers("cycle_budget")
        ]
    except LimitError as error:
        mistake = f"cycleprof: {where}: cycle_budget: {error}"
    return pytest.fail(mistake, pytrace=False)  # out here, or pytest would show both exceptions


def _django_is_ready() -> bool:
    """Whether somebody has set Django up. It is not our place to do so."""
    module: Any = sys.modules.get("django.apps")
    return module is not None and module.apps.ready
