from __future__ import annotations

import pytest

from cycleprof.gate.limits import LimitError, make_budget
from cycleprof.gate.timing import Timings, surely_above

from .factories import a_test, cycle

MS = 1_000_000


def timings(*milliseconds, limit=20):
    found = Timings([make_budget("GET /books/", "here", {"time_ms": limit}, whole_run=True)])
    for value in milliseconds:
        found.add(a_test("t", cycle(totals={"duration_ns": value * MS})))
    return found


@pytest.mark.parametrize(
    ("samples", "verdict"),
    [
        ([30] * 5, "too few to judge"),
        ([30] * 6, "exceeded"),
        ([10] * 6, "kept"),
        ([10, 10, 10, 10, 10, 5000], "kept"),
        ([10, 10, 30, 30, 30, 30], "not surely exceeded"),
        ([10] + [30] * 20, "exceeded"),
    ],
)
def test_time_is_judged_only_as_far_as_the_samples_carry(samples, verdict):
    found = timings(*samples)
    assert found.lines()[0].endswith(f": {verdict}")
    assert bool(found.broken()) == (verdict == "exceeded")


def test_the_bound_lies_within_the_samples_and_below_their_median():
    assert surely_above(range(5)) is None
    assert surely_above(range(6)) == 0
    assert 0 < surely_above(range(1000)) < 500


def test_a_single_test_has_no_budget_of_time():
    with pytest.raises(LimitError, match=r"write time_ms in pyproject\.toml"):
        make_budget("t", "here", {"time_ms": 3})
