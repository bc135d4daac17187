"""What a test gets from the fixture ``cycleprof``: the profiles so far, and budgets for parts."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cycleprof.gate.limits import LimitError, make_budget
from cycleprof.model import Profile, Report
from cycleprof.runtime import judge
from cycleprof.testing.case import Case
from cycleprof.testing.guard import Guard
from cycleprof.testing.within import BLOCK, BudgetExceeded, within


class CycleprofFixture:
    """The running test's cycles."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def _running(self) -> Case:
        if self._guard.case is None:
            raise RuntimeError("nothing is recorded: Django is not configured in this run")
        return self._guard.case

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """The profiles of this test's cycles so far, in the order of their ends."""
        profiles = (recording.profile for recording in self._running().recordings or ())
        return tuple(one for one in profiles if one.name != BLOCK)

    @property
    def reports(self) -> tuple[Report, ...]:
        """The same with what follows from them, such as findings."""
        return tuple(judge(one) for one in self.profiles)

    @contextmanager
    def budget(self, **limits: object) -> Iterator[None]:
        """Fail the test if what happens in this block costs more, e.g. ``queries=6, findings=0``.

        Everything in the block counts: requests, and what the test itself asks.
        """
        caller = sys._getframe(2)  # noqa: SLF001 - past contextlib: the line of the with statement
        where = f"{Path(caller.f_code.co_filename).name}:{caller.f_lineno}"
        try:
            with within(self._running(), make_budget("this block", where, limits)):
                yield
        except LimitError as error:
            verdict = f"cycleprof: {where}: budget: {error}"
        except BudgetExceeded as error:
            verdict = str(error)
        else:
            return
        pytest.fail(verdict, pytrace=False)  # out here, or pytest would show both exceptions
