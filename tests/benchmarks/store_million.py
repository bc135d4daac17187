"""How fast a store of a million profiles lists, filters and pages.

    python -m tests.benchmarks.store_million [--rows 1000000] [--unique-paths] [--keep FOLDER]

Prints one line for each question, the median of five, and ends with status 1 if any takes longer
than 100 ms. The rows are written straight into the tables, since saving real profiles takes hours.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from cycleprof.stores import Retention, parse_query
from cycleprof.stores.sqlite import _INSERT, SqliteStore
from cycleprof.stores.sqlite_texts import add_waiting

MOST_MS = 100
QUERIES = (
    "",
    "status:>=500",
    "status:404",
    "status:418",
    "queries:>20",
    "queries:>9000",
    "duration:>100ms",
    "duration:>4s",
    "db:>1s",
    "size:>900kB",
    "finding:CP001",
    "finding:CP060",
    "-finding:CP001",
    "path:/blog",
    "path:/section-77/",
    "path:/nowhere",
    "route:post",
    "view:detail",
    "method:post status:>=400",
    "path:/blog status:>=500 queries:>20 duration:>100ms finding:CP001",
    "age:<1h",
    "age:>20d",
    "pinned:yes",
    "blog_author",
    "sql:blog_rare",
    "no-such-word-anywhere",
    "-status:200 -method:get",
)


def rows(count: int, *, unique_paths: bool) -> Iterator[list[object]]:
    """Rows of the table in the order of its INSERT, texts as numbers."""
    source = random.Random(6)
    now = time.time_ns()
    for index in range(count):
        started = now - (count - index) * 2_000_000_000
        page = index if unique_paths else source.randrange(2_000)
        duration = int(source.lognormvariate(17, 1))
        yield [
            f"{started // 1_000_000:012x}{source.getrandbits(80):020x}", "2026-11-20T00:00:00Z",
            started, duration, source.choices((200, 302, 404, 500), (90, 5, 4, 1))[0],
            int(source.expovariate(0.1)), duration // 3, source.randrange(3),
            source.randrange(1_000_000), int(index % 50_000 == 0), "{}", 4_000,
            1, 100 + page, 2 + source.randrange(2), 100 + page, 10 + page % 20, 40 + page % 20,
            4, None, None, source.choices((None, 5, 6), (80, 19, 1))[0], 7 + source.randrange(2),
        ]  # fmt: skip


def texts(count: int, *, unique_paths: bool) -> Iterator[tuple[int, str, str | None]]:
    """What the numbers mean."""
    fixed = {1: "request", 2: "GET", 3: "POST", 4: "text/html; charset=utf-8", 5: "CP001",
             6: "CP007\nCP021", 7: "SELECT * FROM blog_post\nSELECT * FROM blog_author",
             8: "SELECT 1 FROM django_session"}  # fmt: skip
    fixed |= {10 + one: f"blog/<int:pk>/post-{one}/" for one in range(20)}
    fixed |= {40 + one: f"blog.views.detail_{one}" for one in range(20)}
    pages = count if unique_paths else 2_000
    fixed |= {100 + one: f"/blog/section-{one % 997}/{one}/" for one in range(pages)}
    for number, text in fixed.items():
        yield number, text, None if text.islower() else text.lower()


def fill(store: SqliteStore, count: int, *, unique_paths: bool) -> None:
    with store._writing() as connection:
        connection.executemany(
            "INSERT INTO texts VALUES (?, ?, ?)", texts(count, unique_paths=unique_paths)
        )
        connection.executemany(_INSERT, rows(count, unique_paths=unique_paths))
    while True:  # the writer's work, some after each hundred profiles
        with store._writing() as connection:
            if not add_waiting(connection):
                break


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def median_ms(question) -> float:
    """The median of five after one to warm up; parsing the query is part of it."""
    question()
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        question()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def measure(store: SqliteStore, count: int) -> float:
    """Print each question's time; returns the longest."""
    middle = store.find((), limit=1, before=f"{time.time_ns() // 1_000_000 - count * 1_000:012x}")[
        0
    ].id
    slowest = 0.0
    for text in QUERIES:
        for name, edge in (("first page", None), ("middle page", middle)):
            taken = median_ms(
                lambda text=text, edge=edge: store.find(parse_query(text), limit=51, before=edge)
            )
            found = len(store.find(parse_query(text), limit=51, before=edge))
            say(f"{taken:8.2f} ms  {found:3d} rows  {name:<12} {text or '(all)'}")
            slowest = max(slowest, taken)
    return slowest


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--unique-paths", action="store_true")
    parser.add_argument("--keep", type=Path, help="where to leave the file, and to find it again")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore((arguments.keep or Path(folder)) / "million.db")
        if not store.path.exists():
            fill(store, arguments.rows, unique_paths=arguments.unique_paths)
        say(f"{arguments.rows:,} profiles, {store.path.stat().st_size / 1e6:.0f} MB")
        slowest = measure(store, arguments.rows)
        start = time.perf_counter()
        store.prune(Retention(profiles=2 * arguments.rows, seconds=10**9, size=10**12,
                              per_route=arguments.rows))  # fmt: skip
        say(f"{(time.perf_counter() - start) * 1000:8.2f} ms  prune with nothing to do")
        store.close()
    say(f"slowest list: {slowest:.1f} ms, allowed: {MOST_MS} ms")
    return int(slowest > MOST_MS)


if __name__ == "__main__":
    sys.exit(main())
