"""``cycleprof prune``: makes a store smaller."""

from __future__ import annotations

import math
from argparse import ArgumentParser, Namespace

from cycleprof.cli.commands._base import Command
from cycleprof.cli.errors import OK, CommandError
from cycleprof.cli.output import Output
from cycleprof.cli.project import find, find_store, retention
from cycleprof.cli.targets import read_query
from cycleprof.stores import Retention, Slice, Store

_BATCH = 1_000


def _add(parser: ArgumentParser) -> None:
    usual = Retention()
    parser.add_argument("query", nargs="*", help="delete what matches, and nothing else")
    parser.add_argument("--keep", type=int, metavar="N", help=f"most profiles ({usual.profiles})")
    parser.add_argument("--days", type=float, help=f"oldest, in days ({usual.seconds / 86_400:g})")
    parser.add_argument("--bytes", type=int, metavar="N", help=f"most bytes ({usual.size})")
    parser.add_argument(
        "--per-route", type=int, metavar="N", help=f"most profiles of a route ({usual.per_route})"
    )
    parser.add_argument("--all", action="store_true", help="delete everything that is not pinned")


def _run(arguments: Namespace, out: Output) -> int:
    store = find_store(arguments)
    if arguments.query or arguments.all:
        gone = _delete(store, " ".join([*arguments.query, "pinned:no"]), out)
    else:
        gone = store.prune(_retention(arguments))
    if out.as_json:
        out.document({"deleted": gone})
    else:
        out.line(f"{gone} profiles deleted")
    return OK


def _retention(arguments: Namespace) -> Retention:
    """What is given, and for the rest the project's settings where they are loaded."""
    given = {
        "profiles": arguments.keep,
        "seconds": None if arguments.days is None else int(arguments.days * 86_400),
        "size": arguments.bytes,
        "per_route": arguments.per_route,
    }
    limits = {name: value for name, value in given.items() if value is not None}
    if any(value < 0 for value in limits.values()):
        raise CommandError("a limit is below zero", "To delete everything: --all")
    return retention()._replace(**limits)


def _delete(store: Store, text: str, out: Output) -> int:
    query = read_query(text)
    ids: list[str] = []
    while True:
        part = Slice(_BATCH, before=ids[-1] if ids else None)
        found = find(store, query, part, patience=math.inf).summaries
        if not found:
            break
        ids += [one.id for one in found]
    batches = [ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH)]
    return sum(store.delete(batch) for batch in out.progress(batches, "deleting"))


PRUNE = Command(
    name="prune",
    summary="delete profiles: beyond the limits, or those that match a query",
    examples=("cycleprof prune --keep 100", "cycleprof prune 'age:>7d'", "cycleprof prune --all"),
    add_arguments=_add,
    run=_run,
)
