"""``cycleprof merge``: the run documents of shards as one."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from cycleprof.cli.commands._base import Command
from cycleprof.cli.errors import INCOMPARABLE, OK, CommandError
from cycleprof.cli.output import Output
from cycleprof.gate.environment import IncomparableError
from cycleprof.gate.merge import merge_runs
from cycleprof.serialize import DocumentError


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("shards", nargs="+", help="what each shard's --cycleprof-json wrote")
    parser.add_argument("--output", "-o", required=True, metavar="FILE", help="where to write it")


def _run(arguments: Namespace, out: Output) -> int:
    try:
        count = merge_runs(arguments.shards, arguments.output)
    except IncomparableError as error:
        raise CommandError(str(error), "Merge shards of one run.", INCOMPARABLE) from error
    except (DocumentError, ValueError, OSError) as error:
        raise CommandError(str(error)) from error
    if out.as_json:
        out.document({"tests": count, "output": arguments.output})
    else:
        out.line(f"{arguments.output}: {count} tests of {len(arguments.shards)} documents")
    return OK


MERGE = Command(
    name="merge",
    summary="put the run documents of a suite's shards together",
    examples=("cycleprof merge shard-*.json -o run.json",),
    add_arguments=_add,
    run=_run,
    needs_store=False,
)
