"""``cycleprof tail``: follows requests as they end."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from cycleprof import serialize
from cycleprof.cli.commands._base import Command
from cycleprof.cli.errors import OK
from cycleprof.cli.output import Output, Segment
from cycleprof.cli.project import find, find_store
from cycleprof.cli.targets import read_query
from cycleprof.cli.words import duration, status
from cycleprof.model import Summary
from cycleprof.stores import Query, Slice, Store

_STEP_SECONDS = 0.3
_WINDOW_MS = 60_000  # ids tell the start; a cycle that took long ends after younger ones
_MOST = 500


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", help="only those that match, e.g. 'findings:>0'")
    parser.add_argument("--last", type=int, default=5, help="begin with so many that are there (5)")
    parser.add_argument("--count", type=int, help="end after so many")


def _run(arguments: Namespace, out: Output) -> int:
    query = read_query(" ".join(arguments.query))
    store = find_store(arguments)
    left = arguments.count
    try:
        for summary in _follow(store, query, max(arguments.last, 0)):
            if out.as_json:
                out.document(serialize.summary_document(summary), indent=None)
            else:
                out.line(*_line(summary))
            left = None if left is None else left - 1
            if left is not None and left <= 0:
                break
    except KeyboardInterrupt:
        pass
    return OK


def _follow(store: Store, query: Query, last: int) -> Iterator[Summary]:
    newest = store.find((), limit=1)
    since = int(newest[0].id[:12], 16) if newest else time.time_ns() // 1_000_000
    there = store.find((), limit=_MOST, after=f"{max(since - _WINDOW_MS, 0):012x}")
    seen = {one.id for one in there}
    if last:
        yield from reversed(find(store, query, Slice(last)).summaries)
    while True:
        after = f"{max(since - _WINDOW_MS, 0):012x}"
        for summary in reversed(find(store, query, Slice(_MOST, after=after)).summaries):
            if summary.id not in seen:
                seen.add(summary.id)
                since = max(since, int(summary.id[:12], 16))
                yield summary
        seen = {one for one in seen if one >= after}
        time.sleep(_STEP_SECONDS)


def _line(summary: Summary) -> list[Segment]:
    code = status(summary.status)
    findings: Segment = (f"  {' '.join(summary.codes)}", "yellow") if summary.codes else ""
    return [
        (summary.started_at[11:19], "dim"),
        "  ",
        code,
        f"  {duration(summary.duration_ns):>8}  {summary.queries:>4} queries  ",
        (summary.name, "bold"),
        findings,
        (f"  {summary.id[:16]}", "dim"),
    ]


TAIL = Command(
    name="tail",
    summary="follow profiles as they are recorded",
    examples=("cycleprof tail", "cycleprof tail 'findings:>0'", "cycleprof tail --json | jq .path"),
    add_arguments=_add,
    run=_run,
)
