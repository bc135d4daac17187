"""``cycleprof schema``: the JSON Schemas of the documents."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from cycleprof import schemas
from cycleprof.cli.commands._base import Command
from cycleprof.cli.errors import OK
from cycleprof.cli.output import Output

_VERSIONED = ("profile", "report", "run")


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", choices=schemas.NAMES, help="only this one")


def _run(arguments: Namespace, out: Output) -> int:
    if arguments.name:
        out.document(json.loads(schemas.read(arguments.name)))
    else:
        out.document({name: json.loads(schemas.read(name)) for name in _VERSIONED})
    return OK


SCHEMA = Command(
    name="schema",
    summary="print the JSON Schemas of the documents, which describe every field",
    examples=("cycleprof schema", "cycleprof schema report"),
    add_arguments=_add,
    run=_run,
    needs_store=False,
)
