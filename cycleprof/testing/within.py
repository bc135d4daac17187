"""A budget for a stretch of a test: what happens within may cost no more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cycleprof.blocks import profile
from cycleprof.gate.limits import Budget
from cycleprof.gate.message import explain
from cycleprof.gate.verdict import judge
from cycleprof.testing.case import Case

__unittest = True  # unittest leaves such modules out of a failure's traceback

BLOCK = "the test itself"
"""Name of the profile that holds what the test itself asked, outside all requests."""


class BudgetExceeded(AssertionError):  # noqa: N818 - it is a verdict, read in a test's report
    """A budget is broken; the text says what was expected, what happened, and what would help."""


@contextmanager
def within(case: Case, budget: Budget) -> Iterator[None]:
    """Judge by this budget what the block causes, requests and the test's own statements.

    Raises:
        BudgetExceeded: it costs more.
    """
    before = {one["id"] for one in case.settle()}
    with profile(BLOCK):
        yield
    cycles = [one for one in case.settle() if one["id"] not in before]
    breach = judge(budget, cycles, case.findings)
    if breach is not None:
        case.broken.append(explain(breach))
        raise BudgetExceeded(case.broken[-1])
