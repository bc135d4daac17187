"""``cycleprof list``: what was recorded, newest first."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from cycleprof import serialize
from cycleprof.cli.commands._base import Command, at_least_one
from cycleprof.cli.errors import OK
from cycleprof.cli.output import Output
from cycleprof.cli.project import find, find_store
from cycleprof.cli.targets import read_query, take_run
from cycleprof.cli.words import HEADS, row
from cycleprof.stores import Slice


def _add(parser: ArgumentParser) -> None:
    parser.add_argument(
        "query",
        nargs="*",
        help="only those that match, e.g. 'status:>=500'; or a test run's file first",
    )
    parser.add_argument("--limit", type=at_least_one, default=20, help="at most so many (20)")
    parser.add_argument("--before", metavar="ID", help="only those older than this one")


def _run(arguments: Namespace, out: Output) -> int:
    query = read_query(" ".join(take_run(arguments.query, arguments)))
    limit: int = arguments.limit
    part = Slice(limit + 1, before=arguments.before)
    found, complete = find(find_store(arguments), query, part)
    page, more = found[:limit], len(found) > limit
    if out.as_json:
        rows = [serialize.summary_document(one) for one in page]
        out.document(
            {"profiles": rows, "next": page[-1].id if more else None, "complete": complete}
        )
        return OK
    if not complete:
        out.line("Not all that may match was judged in time; ask again for the rest.")
    if not page:
        out.line("Nothing recorded matches." if query else "Nothing is recorded yet.")
        return OK
    out.table(HEADS, [row(one) for one in page])
    if more:
        out.line(("more: cycleprof list --before " + page[-1].id, "dim"))
    return OK


LIST = Command(
    name="list",
    summary="list recorded profiles, newest first",
    examples=(
        "cycleprof list",
        "cycleprof list 'path:/blog status:>=500 queries:>20 duration:>100ms finding:CP001'",
        "cycleprof list run.json 'findings:>0'",
    ),
    add_arguments=_add,
    run=_run,
)
