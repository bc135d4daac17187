from __future__ import annotations

import random

import pytest

from cycleprof.cli.main import main
from cycleprof.gate.comparison import compare_runs
from cycleprof.gate.run import Run
from cycleprof.gate.run_text import run_text
from cycleprof.gate.time_change import slower_by
from cycleprof.gate.timing import bounds

from .factories import a_test, cycle

MS = 1_000_000


@pytest.fixture
def run(write):
    def run(name, *milliseconds, route="books/"):
        cycles = [cycle(totals={"duration_ns": int(one * MS)}, route=route) for one in milliseconds]
        return write(name, *(a_test(f"t{at}", one) for at, one in enumerate(cycles)))

    return run


@pytest.mark.parametrize(
    ("base", "head", "verdict"),
    [
        ([10] * 6, [30] * 6, "too few"),
        ([10] * 7, [30] * 7, "slower"),
        ([30] * 7, [10] * 7, "faster"),
        ([10] * 7, [10] * 7, "no sure difference"),
        ([10] * 12, [10] * 11 + [9_000], "no sure difference"),
        ([10, 20] * 10, [12, 19] * 10, "no sure difference"),
    ],
)
def test_time_is_told_only_as_far_as_the_samples_carry(run, base, head, verdict):
    diff = compare_runs(Run(run("base", *base)), Run(run("head", *head)))
    assert [one.verdict for one in diff.times] == [verdict]
    assert not diff.is_worse


def test_a_test_that_one_run_has_not_shifts_no_route(run):
    diff = compare_runs(Run(run("base", *[10] * 20)), Run(run("head", *[10] * 20, *[99] * 60)))
    assert [one.verdict for one in diff.times] == ["no sure difference"]
    assert diff.times[0].samples == (20, 20)


def test_by_how_much_is_the_least_that_is_sure(run):
    diff = compare_runs(Run(run("base", *[10, 12] * 10)), Run(run("head", *[30, 36] * 10)))
    [one] = slower_by(diff.times, 100)
    assert one.least == 2.5
    assert slower_by(diff.times, 150) == []
    assert (
        "GET /books/: median 11.0 ms, now 33.0 ms (20 and 20 cycles): slower, surely by 150%"
        in (run_text(diff))
    )


def test_the_same_code_twice_is_hardly_ever_called_slower():
    chance = random.Random(7)
    mistakes = 0
    for _ in range(400):
        one, other = ([chance.lognormvariate(2, 0.8) for _ in range(30)] for _ in range(2))
        low, high = bounds(one, 0.0125), bounds(other, 0.0125)
        mistakes += low[0] > high[1] or low[1] < high[0]
    assert mistakes <= 20  # the promise: at most one in twenty


def test_a_slow_run_fails_only_if_that_is_asked_for(run, capsys):
    base, head = str(run("base", *[10] * 20)), str(run("head", *[30] * 20))
    assert main(["compare", base, head]) == 0
    assert main(["compare", base, head, "--max-slowdown", "300"]) == 0
    assert main(["compare", base, head, "--max-slowdown", "50"]) == 1
    assert "more than 50 % slower: GET /books/: median 10.0 ms" in capsys.readouterr().out
    assert main(["compare", head, base, "--max-slowdown", "50"]) == 0


@pytest.mark.parametrize("count", [999, 1001])
def test_bounds_of_many_samples_agree_with_the_exact_ones(count):
    low, high = bounds(range(count), 0.025)
    assert 467 <= low <= 470
    assert low + high == count - 1
