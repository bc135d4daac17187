"""Whether a span costs the same after a million others, and what one beyond the limit costs.

    python -m tests.benchmarks.linear                 # up to 1,000,000 queries, some two minutes
    python -m tests.benchmarks.linear --most 100000

Each row runs that many cursor queries in one recorded block, with a limit that lets all be kept,
with the limit that profiles have, and without recording. Times are CPU nanoseconds per query above
those of the same queries unrecorded, the least of three; memory is what the process has grown by
while all of it is kept.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 3
_SEEN = 10_000
"""From so many on, what is kept is more than the free memory that a process has at hand."""
_Block = Callable[[], Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--most", type=int, default=SIZES[-1])
    most = parser.parse_args().most
    _set_up()

    from cycleprof.model import Limits

    usual = Limits().spans
    print("| queries | all kept, ns each | beyond the limit, ns each | kept, bytes each |")
    print("| ---: | ---: | ---: | ---: |")
    for count in (size for size in SIZES if size <= most):
        bare, kept, bounded = least(
            lambda: ask(count),  # noqa: B023 - called at once
            lambda: recorded(count, count + 10),  # noqa: B023 - likewise
            lambda: recorded(count, usual),  # noqa: B023 - likewise
        )
        beyond = f"{(bounded - bare) / count:.0f}" if count > usual else "as kept"
        size = f"{grown(count) / count:.0f}" if count >= _SEEN else "too few to see"
        print(f"| {count:,} | {(kept - bare) / count:.0f} | {beyond} | {size} |", flush=True)


def _set_up() -> None:
    import django
    from django.conf import settings

    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    settings.configure(
        DEBUG=False,
        INSTALLED_APPS=["cycleprof"],
        CYCLEPROF={"ENABLED": True, "STORE": "memory://"},
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    )
    django.setup()


def ask(count: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        execute, fetch = cursor.execute, cursor.fetchall
        for number in range(count):
            execute("SELECT %s", [number])
            fetch()


@contextmanager
def recording(limit: int) -> Iterator[Any]:
    from cycleprof.recorder import ACTIVE, Details, Recorder

    recorder = Recorder("user", lambda _: Details("linear"), None, limit=limit)
    ACTIVE.set(recorder.root)
    try:
        yield recorder
    finally:
        ACTIVE.set(None)
        recorder.finish()


def recorded(count: int, limit: int) -> None:
    with recording(limit):
        ask(count)


def least(*blocks: _Block) -> list[int]:
    """The least CPU time that each block took, asked in turns."""
    found = [[] for _ in blocks]  # type: list[list[int]]
    for _ in range(ROUNDS):
        for times, block in zip(found, blocks, strict=True):
            gc.collect()
            start = time.process_time_ns()
            block()
            times.append(time.process_time_ns() - start)
    return [min(times) for times in found]


def grown(count: int) -> int:
    """By how many bytes the process is larger with so many queries kept than before."""
    gc.collect()
    before = _resident()
    with recording(count + 10) as recorder:
        ask(count)
        after = _resident()
    if len(recorder.records) < count:
        raise RuntimeError(f"{len(recorder.records)} records of {count} queries")
    return after - before


def _resident() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - not a project's file
        return int(file.read().split()[1]) * resource.getpagesize()


if __name__ == "__main__":
    main()
