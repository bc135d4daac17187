"""Run documents on the command line: recognised, read, compared, judged."""

from __future__ import annotations

import dataclasses
from argparse import Namespace
from pathlib import Path
from typing import Any

from cycleprof.cli.errors import BROKEN, INCOMPARABLE, OK, CommandError
from cycleprof.cli.output import Output
from cycleprof.exporters import find_format
from cycleprof.gate.comparison import RunDiff, compare_runs
from cycleprof.gate.environment import IncomparableError
from cycleprof.gate.regressions import regression_reports
from cycleprof.gate.run import RUN_SCHEMA, Run
from cycleprof.gate.run_text import headline, run_markdown, run_text
from cycleprof.gate.time_change import slower_by
from cycleprof.serialize import DocumentError

CODE_HOSTS = ("github", "gitlab", "sarif", "junit")
"""The export formats that show at its line what has got worse."""

_HEAD = 4_096
_HINT = "Give a file that pytest --cycleprof-json=PATH wrote."


def is_run(target: str) -> bool:
    """Whether a file is a run document, by its beginning."""
    try:
        with Path(target).open("rb") as file:
            return RUN_SCHEMA.encode() in file.read(_HEAD)
    except OSError:
        return False


def read_run(path: str) -> Run:
    """The run document in a file.

    Raises:
        CommandError: there is none, or it cannot be read.
    """
    try:
        return Run(path)
    except (DocumentError, OSError) as error:
        raise CommandError(_named(path, error), _HINT) from error


def _named(path: str, error: Exception) -> str:
    """What is wrong with a file, which is named once."""
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return str(error) if str(error).startswith(path) else f"{path}: {reason}"


def no_run(target: str) -> CommandError:
    """Why this is nothing that a test run can be compared with."""
    if not Path(target).exists():
        return CommandError(f"{target}: there is no such file, and the other side is one", _HINT)
    message = f"{target} is no test run, but the other side is one"
    return CommandError(message, "Give two of a kind.")


def print_run_diff(base: Run, head: Run, arguments: Namespace, out: Output) -> int:
    """Print the difference in the form that is asked for; returns the exit status.

    Raises:
        CommandError: the runs come from different environments, or are damaged.
    """
    try:
        diff = compare_runs(base, head)
    except IncomparableError as error:
        message = f"the runs cannot be compared: {error}"
        raise CommandError(message, "Record both in the same environment.", INCOMPARABLE) from error
    except DocumentError as error:
        raise CommandError(str(error)) from error
    limit = arguments.max_slowdown
    slow = slower_by(diff.times, limit) if limit is not None else []
    if out.as_json:
        out.document(run_diff_document(diff))
    elif arguments.format:
        out.text(find_format(arguments.format).render(regression_reports(diff)))
    else:
        out.text(run_markdown(diff) if arguments.markdown else run_text(diff))
        for one in slow:
            out.text(f"more than {limit:g} % slower: {one.text()}\n")
    return BROKEN if diff.is_worse or slow else OK


def run_diff_document(diff: RunDiff) -> dict[str, Any]:
    """The difference of two runs for programs."""
    return {"sentence": headline(diff), "worse": diff.is_worse, "diff": dataclasses.asdict(diff)}
