"""What recording costs, in numbers that are the same on every machine; see README.md here."""

from __future__ import annotations

import pytest

from tests.benchmarks import driver, guard, start_up
from tests.benchmarks.pages import PAGES

HOW_TO_RECORD = "if that is meant: python -m tests.benchmarks.guard"


@pytest.fixture(scope="module")
def counted():
    return guard.count()


@pytest.fixture(scope="module")
def expected():
    """The numbers of this version, or those of the nearest one with more room."""
    numbers = guard.recorded()
    if guard.version() in numbers:
        return numbers[guard.version()], 0.02
    return max((name, one) for name, one in numbers.items() if name.startswith("python"))[1], 0.15


@pytest.mark.parametrize("page", guard.PAGES_COUNTED)
def test_recording_takes_as_many_calls_as_it_used_to(counted, expected, page):
    numbers, room = expected
    total = counted[page]["memory"]["calls"]
    difference = guard.added(counted, "memory", "calls")[page] - numbers[page]
    assert abs(difference) <= room * total, f"{difference:+} calls; {HOW_TO_RECORD}"


def test_writing_takes_as_many_calls_as_it_used_to():
    """Whatever a thread has to do after the request is taken from the next one."""
    numbers = guard.recorded()
    name = f"written, {guard.version()}"
    room = 0.05 if name in numbers else 0.3
    usual = numbers.get(name) or max(one for one in numbers.items() if "written" in one[0])[1]
    for page, found in guard.count_written().items():
        difference = found["written"] - usual[page]
        told = f"{page}: {difference:+} calls; {HOW_TO_RECORD}"
        assert abs(difference) <= room * usual[page] + 10, told
        # The most is 16 for what is described by itself, on 3.11, which calls each comprehension.
        assert found["written"] < 450 + 20 * found["spans"]


@pytest.fixture(scope="module")
def begin():
    with start_up.starter(("bare", "memory", "cycleprof")) as made:
        yield made


def test_start_up_imports_what_hooks_need_and_nothing_that_waits_for_a_profile(begin):
    added = start_up.modules(begin, "cycleprof")
    asked = {"analysis", "panels", "exporters", "gate", "cli", "toolbar.routes", "model.report",
             "stores.query", "stores.judging", "stores.growing"}  # fmt: skip
    kept = {"stores", "packing", "serialize", "freeze.making", "redact.prose", "model.profile"}
    others = {"instruments.ninja", "instruments.rest_framework", "instruments.httpx"}
    later = kept | {"instruments.jinja2"}  # which the page's template engines import
    assert added["ready"].isdisjoint(f"cycleprof.{name}" for name in asked | others | later)
    assert added["written"].isdisjoint(f"cycleprof.{name}" for name in asked | others)
    assert added["written"].isdisjoint({"sqlparse", "pyinstrument"})


def test_starting_takes_as_many_calls_and_modules_as_it_used_to(begin):
    numbers = guard.recorded()
    name = f"start-up, {guard.version()}"
    known, room = (numbers[name], 0.02) if name in numbers else (_latest("start-up"), 0.2)
    for what, found in start_up.counts(begin, "memory").items():
        difference = found - known[what]
        told = f"{what}: {difference:+}; {HOW_TO_RECORD}"
        assert abs(difference) <= room * known[what] + 2, told


def _latest(kind):
    return max(one for one in guard.recorded().items() if one[0].startswith(kind))[1]


@pytest.mark.parametrize("page", guard.PAGES_COUNTED)
def test_switched_off_it_takes_no_call(counted, page):
    # The admin's own 88,000 calls differ by a few from process to process.
    room = counted[page]["bare"]["calls"] // 5_000
    assert abs(guard.added(counted, "off", "calls")[page]) <= room


def test_a_request_that_is_not_sampled_takes_few_calls(counted):
    """Six of them are Django's, for the header that says so; eight are the layers' of the chain."""
    assert guard.added(counted, "sampled-out", "calls")["trivial"] <= 30


@pytest.mark.parametrize("page", guard.PAGES_COUNTED)
def test_an_answer_grows_by_less_than_six_hundred_bytes(counted, page):
    assert 0 < guard.added(counted, "memory", "size")[page] < 600


def test_recording_is_of_the_same_order_as_not_recording():
    """Generous, because the machine has its moods: the least of some ratios, taken in turn."""
    ratios = dict.fromkeys(("trivial", "list", "n+1"), 99.0)
    with driver.workers(["bare", "memory"]) as (bare, ours):
        for page in [*ratios] * 6:
            alone, recorded = (one.ask("batch", page=page, share=0.3) for one in (bare, ours))
            ratios[page] = min(ratios[page], recorded["steady"] / alone["steady"])
    assert ratios["trivial"] < 8
    assert ratios["list"] < 2
    assert ratios["n+1"] < 2


def test_every_page_of_the_benchmark_answers_with_every_variant_of_ours():
    with driver.workers(["memory"]) as (worker,):
        assert all(worker.ask("size", page=page)["size"] > 0 for page in PAGES)
