"""The ``cycleprof`` command: reads its arguments, runs a subcommand, gives the exit status."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence

from cycleprof import __version__
from cycleprof.cli.commands import COMMANDS, Command
from cycleprof.cli.errors import FAILED, OK, CommandError
from cycleprof.cli.output import Output, clean
from cycleprof.cli.project import close_stores
from cycleprof.stores import StoreError

_RUN_OPTIONS = ("--store", "--settings")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand; returns the exit status."""
    try:
        arguments = parser().parse_args(_separated(sys.argv[1:] if argv is None else argv))
    except SystemExit as exit_:  # argparse's way to end: 0 after help, 2 on a mistake
        return int(exit_.code or 0)
    try:
        return _run(arguments)
    except (BrokenPipeError, KeyboardInterrupt) as error:  # whoever read or watched has had enough
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:  # the exit status must say whose fault it is
        if os.environ.get("CYCLEPROF_TRACEBACK"):
            raise
        return _complain(error)
    finally:
        close_stores()


def _separated(argv: Sequence[str]) -> list[str]:
    """The arguments with ``--`` before the program of ``run``, whose options are its own."""
    words = list(argv)
    if words[:1] != ["run"]:
        return words
    place = 1
    while place < len(words) and words[place].startswith(_RUN_OPTIONS):
        place += 1 if "=" in words[place] else 2
    if place < len(words) and words[place] not in {"-h", "--help"}:
        words.insert(place, "--")
    return words


def _run(arguments: Namespace) -> int:
    command: Command = arguments.command
    return command.run(arguments, Output(as_json=getattr(arguments, "json", False)))


def _complain(error: Exception) -> int:
    """Say what was wrong and what to do; returns the exit status."""
    message, hint, status = str(error), "", FAILED
    if isinstance(error, CommandError):
        hint, status = error.hint, error.status
    elif isinstance(error, StoreError):
        hint = error.hint
    else:
        message = f"cycleprof failed: {type(error).__name__}: {error}"
        hint = "Please report it; CYCLEPROF_TRACEBACK=1 shows the traceback."
    sys.stderr.write(clean(f"cycleprof: {message}\n" + (f"  {hint}\n" if hint else "")))
    return status


def parser() -> ArgumentParser:
    """The command line's grammar."""
    top = ArgumentParser(
        prog="cycleprof",
        description="Django's request-response cycle, made visible.",
        epilog="Exit status: 0 fine, 1 a budget is broken or a finding is new, 2 wrong usage,\n"
        "3 the two sides cannot be compared, 4 cycleprof itself failed.",
        formatter_class=RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"cycleprof {__version__}")
    subparsers = top.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        examples = "\n".join(f"  {line}" for line in command.examples)
        one = subparsers.add_parser(
            command.name,
            help=command.summary,
            description=command.summary[0].upper() + command.summary[1:] + ".",
            epilog=f"examples:\n{examples}",
            formatter_class=RawDescriptionHelpFormatter,
        )
        _add_common(one, command)
        command.add_arguments(one)
        one.set_defaults(command=command)
    return top


def _add_common(one: ArgumentParser, command: Command) -> None:
    if command.needs_store:
        one.add_argument(
            "--store", metavar="URL", help="where the profiles are; a URL, or a run's file"
        )
        one.add_argument("--settings", metavar="MODULE", help="the project's settings")
    if command.has_json:
        one.add_argument("--json", action="store_true", help="write JSON, for programs")
