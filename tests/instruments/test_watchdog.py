"""The line on which a thread was found that did one thing for long."""

from __future__ import annotations

import time
from pathlib import Path

from cycleprof.frames import resolve
from cycleprof.instruments._watchdog import Watchdog


def line_of(marker):
    lines = Path(__file__).read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.endswith(f"# {marker}"))


def test_long_work_is_seen_on_its_line():
    dog = Watchdog(20_000_000)
    watch = dog.begin()
    time.sleep(0.3)  # long work
    dog.end(watch)

    assert resolve(watch.spot).line == line_of("long work")


def test_short_work_is_left_alone():
    dog = Watchdog(2_000_000_000)
    watch = dog.begin()
    dog.end(watch)

    assert watch.spot is None


def test_the_next_piece_of_work_is_another():
    dog = Watchdog(20_000_000)
    first = dog.begin()
    dog.end(first)
    second = dog.begin()
    time.sleep(0.3)
    dog.end(second)

    assert (first.spot, second.spot is not None) == (None, True)
