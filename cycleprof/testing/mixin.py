"""Budgets in unittest's test classes, with any test runner: ``CycleBudgetMixin``."""

from __future__ import annotations

import sys
import unittest
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from cycleprof.gate.limits import make_budget
from cycleprof.gate.switches import FULL
from cycleprof.gate.warm_up import TABLES
from cycleprof.testing.case import current
from cycleprof.testing.watch import Watch
from cycleprof.testing.within import within

__unittest = True  # unittest leaves such modules out of a failure's traceback


class CycleBudgetMixin(unittest.TestCase):
    """To be named before Django's class: ``class ShopTests(CycleBudgetMixin, TestCase)``.

    ``cycle_budget`` holds for each test of the class, :meth:`assertCycleBudget` for a block.
    """

    cycle_budget: ClassVar[Mapping[str, object]] = {}

    @contextmanager
    def assertCycleBudget(self, **limits: object) -> Iterator[None]:  # noqa: N802 - as unittest names its own
        """Fail if what happens in this block costs more, e.g. ``queries=6, findings=0``.

        Raises:
            LimitError: a limit means nothing.
        """
        caller = sys._getframe(2)  # noqa: SLF001 - past contextlib: the line of the with statement
        where = f"{Path(caller.f_code.co_filename).name}:{caller.f_lineno}"
        with self._within("this block", where, limits):
            yield

    @contextmanager
    def _within(self, name: str, where: str, limits: Mapping[str, object]) -> Iterator[None]:
        budget = make_budget(name, where, limits)
        case = current()
        if case is not None:  # a runner, or pytest's plugin, records already
            with within(case, budget):
                yield
            return
        watch = Watch(FULL, TABLES, 0)
        watch.start()
        try:
            with within(watch.begin(self.id()), budget):
                yield
        finally:
            watch.stop()

    def _callTestMethod(self, method: Callable[[], Any]) -> None:  # noqa: N802 - unittest's name
        # Private, but the one place between setUp and tearDown that every version has.
        if not self.cycle_budget:
            super()._callTestMethod(method)  # type: ignore[misc]  # not in the type stubs
            return
        where = type(self).__qualname__
        with self._within(self._testMethodName, f"{where}.cycle_budget", self.cycle_budget):
            super()._callTestMethod(method)  # type: ignore[misc]  # likewise
