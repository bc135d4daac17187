"""Measures what recording a large suite costs: `python -m tests.gate.scale [--cycles 20000]`.

Three figures, each against its limit: how much counts mode slows requests of 100 queries, how far
memory grows while a run of many cycles is recorded and written, and how long two such runs take
to compare. Ends with status 1 if a limit is broken.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

QUERIES = 100
MOST_SLOWDOWN = 0.15
MOST_GROWTH_MB = 200
MOST_SECONDS = 60


def configure() -> None:
    import django
    from django.conf import settings

    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes"],
        DATABASES={"default": database},
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["testserver"],
        SECRET_KEY="no secret",
    )
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def page(request):
    from django.contrib.contenttypes.models import ContentType
    from django.http import HttpResponse

    found = [list(ContentType.objects.filter(pk=number)) for number in range(QUERIES)]
    return HttpResponse(str(len(found)))


def requests(count: int) -> float:
    """Seconds of the processor that this many requests take; other processes do not count."""
    from django.test import Client

    client = Client()
    client.get("/")
    began = time.process_time()
    for _ in range(count):
        client.get("/")
    return time.process_time() - began


@contextmanager
def watching(mode: str) -> Iterator:
    from cycleprof.gate.warm_up import TABLES
    from cycleprof.testing.watch import Watch

    watch = Watch(mode, TABLES, 0)
    watch.start()
    try:
        yield watch
    finally:
        watch.stop()


def slowdown(rounds: int = 9, count: int = 20) -> float:
    """By what share counts mode slows requests: the median over pairs, so that load evens out."""
    ratios = []
    for number in range(rounds):
        plain = requests(count)
        with watching("counts") as watch:
            case = watch.begin(f"test_{number}")
            recorded = requests(count)
            began = time.process_time()
            watch.finish(case, "passed")
            recorded += time.process_time() - began
        ratios.append(recorded / plain - 1)
    return statistics.median(ratios)


def record(path: Path, cycles: int, per_test: int = 10) -> float:
    """Write a run of this many cycles; megabytes by which the peak of memory grew."""
    from django.test import Client

    from cycleprof.gate.writer import RunWriter

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with watching("counts") as watch, RunWriter(path, watch.environment) as writer:
        client = Client()
        for number in range(cycles // per_test):
            case = watch.begin(f"test_{number}")
            case.phase = "call"
            for _ in range(per_test):
                client.get("/")
            writer.add(watch.finish(case, "passed"))
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def compare(path: Path) -> float:
    """Seconds to compare the run with itself."""
    from cycleprof.gate.comparison import compare_runs
    from cycleprof.gate.run import Run

    began = time.perf_counter()
    diff = compare_runs(Run(path), Run(path))
    assert not diff.is_worse
    return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=20_000)
    cycles = parser.parse_args().cycles
    configure()
    share = slowdown()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "run.json"
        growth = record(path, cycles)
        size = path.stat().st_size / 1e6
        seconds = compare(path)
    rows = [
        ("counts mode slows requests by", share * 100, "%", MOST_SLOWDOWN * 100),
        (f"memory grows over {cycles} cycles by", growth, "MB", MOST_GROWTH_MB),
        (f"two artefacts of {size:.0f} MB compare in", seconds, "s", MOST_SECONDS),
    ]
    for text, value, unit, limit in rows:
        sys.stdout.write(f"{text} {value:.1f} {unit} (limit {limit:.0f} {unit})\n")
    return int(any(value > limit for _, value, _, limit in rows))


def __getattr__(name: str):  # Django asks for it once it is configured
    if name != "urlpatterns":
        raise AttributeError(name)
    from django.urls import path

    return [path("", page)]


if __name__ == "__main__":
    sys.exit(main())
