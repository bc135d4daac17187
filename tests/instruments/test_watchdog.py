"""The line on which a thread was found that did one thing for long."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from cycleprof.frames import resolve
from cycleprof.instruments._watchdog import Watchdog


def line_of(marker):
    lines = Path(__file__).read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.endswith(f"# {marker}"))


def test_long_work_is_seen_on_its_line():
    dog = Watchdog(20_000_000)
    since = dog.begin()
    time.sleep(0.3)  # long work
    dog.end(since)

    spot, _ = dog.seen(since)
    assert resolve(spot).line == line_of("long work")


def test_short_work_is_left_alone():
    dog = Watchdog(2_000_000_000)
    since = dog.begin()
    dog.end(since)

    assert dog.seen(since) == (None, ())


def test_the_next_piece_of_work_is_another():
    dog = Watchdog(20_000_000)
    first = dog.begin()
    dog.end(first)
    second = dog.begin()
    time.sleep(0.3)
    dog.end(second)

    assert (dog.seen(first)[0], dog.seen(second)[0] is not None) == (None, True)


def test_work_after_a_rest_is_seen_as_well():
    dog = Watchdog(20_000_000)
    dog.end(dog.begin())
    time.sleep(0.2)  # by now it sleeps
    since = dog.begin()
    time.sleep(0.3)
    dog.end(since)

    assert dog.seen(since)[0] is not None


def test_a_fault_while_it_looks_does_not_end_its_watch(monkeypatch):
    dog = Watchdog(20_000_000)
    with monkeypatch.context() as patched:
        patched.setattr(dog, "_look", lambda *_: 1 / 0)
        since = dog.begin()
        time.sleep(0.2)
        dog.end(since)
    since = dog.begin()
    time.sleep(0.3)
    dog.end(since)

    assert dog.seen(since)[0] is not None


def test_whoever_begins_while_it_gives_up_waiting_is_watched_all_the_same(monkeypatch):
    monkeypatch.setattr("cycleprof.instruments._watchdog._IDLE_S", 0.05)
    dog = Watchdog(20_000_000)
    for _ in range(5):  # each time it has ended, or is about to
        dog.end(dog.begin())
        time.sleep(0.15)
    since = dog.begin()
    time.sleep(0.3)
    dog.end(since)

    assert dog.seen(since)[0] is not None


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # that it has threads
def test_a_forked_child_has_a_watchdog_of_its_own():
    dog = Watchdog(20_000_000)
    dog.begin()  # its thread runs as the process forks
    child = os.fork()
    if not child:
        since = dog.begin()
        time.sleep(0.3)
        os._exit(0 if dog.seen(since)[0] is not None else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
