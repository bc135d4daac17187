"""A budget that meets nothing is told of: its name may be mistyped."""

from __future__ import annotations

import pytest

from cycleprof.gate.limits import make_budget
from cycleprof.gate.unmet import Unmet

from .factories import a_test, cycle


def told(*names):
    unmet = Unmet([make_budget(name, "pyproject.toml:7", {"queries": 2}) for name in names])
    unmet.add(a_test("tests/test_books.py::test_list", cycle(route="books/", path="/books/")))
    return list(unmet.lines())


@pytest.mark.parametrize("name", ["GET /books/", "/books/", "tests/*", "tests/test_books.py"])
def test_a_budget_that_something_was_meant_by_is_not_named(name):
    assert told(name) == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [("GET /bookz/", "GET /books/"), ("tests/test_book.py", "tests/test_books.py")],
)
def test_one_that_met_nothing_is_named_with_what_was_probably_meant(name, meant):
    (line,) = told(name)
    assert line == f"no test met the budget '{name}' (pyproject.toml:7). Did you mean '{meant}'?"


def test_of_very_many_the_first_are_named():
    assert told(*(f"no/such/{number}" for number in range(12)))[-1].startswith("and 2 more")
