from __future__ import annotations

import pytest

from cycleprof.gate.drift import drift, tighten
from cycleprof.gate.expectation import expect

from .factories import a_test, cycle, query

BOOKS = 'SELECT "book"."id", "book"."title" FROM "book"'
AUTHOR = 'SELECT "author"."id" FROM "author" WHERE "author"."id" = ?'


def expected(*queries, **changes):
    return expect(a_test("t", cycle(*queries, **changes)))


def kinds(before, after):
    return [change.kind for change in drift(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ([query(BOOKS)], [query(BOOKS), query(AUTHOR, 3)], ["worse"]),
        ([query(BOOKS)], [query(BOOKS, 2)], ["worse"]),
        ([query(BOOKS, 3)], [query(BOOKS, 30)], ["worse"]),
        ([query(BOOKS, 30)], [query(BOOKS)], ["better"]),
        ([query(BOOKS), query(AUTHOR, 3)], [query(BOOKS)], ["better"]),
        ([query(AUTHOR, 12)], [query(AUTHOR, 500)], []),
        ([query(AUTHOR), query(BOOKS)], [query(BOOKS), query(AUTHOR)], []),
        ([query(BOOKS, line=3)], [query(BOOKS, line=99)], []),
        ([query(BOOKS)], [query(BOOKS.replace("title", "name"))], []),
        ([query(BOOKS)], [query(BOOKS + " WHERE id = ?")], ["rewritten"]),
        ([query(BOOKS, 5)], [query(BOOKS + " WHERE id = ?")], ["better"]),
        ([query(BOOKS)], [query(BOOKS + " WHERE id = ?", 5)], ["better", "worse"]),
        ([query(BOOKS)], [query(BOOKS), query(AUTHOR, warm_up=True)], []),
    ],
)
def test_changes_are_judged_by_class_and_shape(before, after, kind):
    assert sorted(kinds(expected(*before), expected(*after))) == sorted(kind)


def test_a_cycle_that_is_new_or_gone_is_no_regression():
    assert kinds({}, expected(query(BOOKS))) == ["unknown"]
    assert kinds(expected(query(BOOKS)), {}) == ["gone"]


def test_cycles_of_setup_and_within_others_are_not_expected():
    assert expected(query(BOOKS), phase="setup") == {}
    assert expected(query(BOOKS), nested=True) == {}


def test_a_second_request_for_the_same_page_expects_no_more_than_one():
    twice = expect(a_test("t", cycle(query(BOOKS)), cycle(query(BOOKS))))
    assert twice == expected(query(BOOKS))


def test_tightening_takes_what_is_better_and_nothing_that_is_worse():
    before = expected(query(BOOKS), query(AUTHOR, 5))
    after = expected(query(BOOKS, 20))
    tight = tighten(before, after)
    assert tight == expected(query(BOOKS))
    assert kinds(tight, after) == ["worse"]


def test_tightening_accepts_a_rewritten_statement():
    after = expected(query(BOOKS + " WHERE id = ?"))
    assert kinds(tighten(expected(query(BOOKS)), after), after) == []


def test_findings_that_depend_on_the_clock_are_not_expected():
    found = [{"fingerprint": "f1", "code": "CP021"}, {"fingerprint": "f2", "code": "CP001"}]
    one = cycle(query(BOOKS), findings=["f1", "f2"])
    after = expect(a_test("t", one, findings=found))
    changes = drift(expected(query(BOOKS)), after)
    assert [change.text for change in changes] == ["finding CP001 is new"]
