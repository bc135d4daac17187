"""Tells which budgets met nothing in a run: their route or test may be mistyped, or gone."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from cycleprof.gate.limits import Budget
from cycleprof.gate.run import Test
from cycleprof.gate.verdict import applies_to_cycle, applies_to_test, is_route

_MOST = 10


class Unmet:
    """Takes the tests of a run one by one, and keeps the budgets that none of them was meant by."""

    def __init__(self, budgets: Sequence[Budget]) -> None:
        self._budgets = list(budgets)
        self._names: dict[str, None] = {}

    def add(self, test: Test) -> None:
        if self._budgets:
            self._budgets = [one for one in self._budgets if not _meets(one.name, test)]
            self._names.update(dict.fromkeys(_names(test)))

    def lines(self) -> Iterator[str]:
        """A line for each; of many, the first few."""
        for budget in self._budgets[:_MOST]:
            near = difflib.get_close_matches(budget.name, self._names, n=1, cutoff=0.7)
            meant = f" Did you mean {near[0]!r}?" if near else ""
            yield f"no test met the budget {budget.name!r} ({budget.where}).{meant}"
        if len(self._budgets) > _MOST:
            yield f"and {len(self._budgets) - _MOST} more budgets that no test met"


def _meets(name: str, test: Test) -> bool:
    if is_route(name):
        return any(applies_to_cycle(name, cycle) for cycle in test["profiles"])
    return applies_to_test(name, test["nodeid"])


def _names(test: Test) -> Iterator[str]:
    """What a budget could have been called to meet this test."""
    yield test["nodeid"]
    yield test["nodeid"].partition("::")[0]
    for cycle in test["profiles"]:
        if cycle["method"] is not None and cycle["route"] is not None:
            yield f"{cycle['method']} /{cycle['route']}"
