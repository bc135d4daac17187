"""``cycleprof check``: judges a test run by budgets and baselines, and against another run."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from cycleprof.cli.commands._base import Command
from cycleprof.cli.errors import BROKEN, INCOMPARABLE, OK, CommandError
from cycleprof.cli.output import Output
from cycleprof.cli.runs import CODE_HOSTS, read_run, run_diff_document
from cycleprof.exporters import find_format
from cycleprof.gate.check import check_run
from cycleprof.gate.config import FILE, ConfigError
from cycleprof.gate.environment import IncomparableError
from cycleprof.gate.regressions import problem_reports, regression_reports
from cycleprof.serialize import DocumentError


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("run_file", metavar="RUN", help="what pytest --cycleprof-json=RUN wrote")
    parser.add_argument("--base", metavar="RUN", help="the run of the base branch to compare with")
    parser.add_argument("--format", choices=CODE_HOSTS, help="what is broken, for a code host")
    parser.add_argument("--markdown", action="store_true", help="for a pull request")
    parser.add_argument(
        "--project", type=Path, default=Path(), help="the folder with pyproject.toml (this one)"
    )


def _run(arguments: Namespace, out: Output) -> int:
    head = read_run(arguments.run_file)
    base = read_run(arguments.base) if arguments.base else None
    try:
        verdict = check_run(head, arguments.project, base)
    except IncomparableError as error:
        message = f"the runs cannot be compared: {error}"
        raise CommandError(message, "Record both in the same environment.", INCOMPARABLE) from error
    except (ConfigError, DocumentError) as error:
        raise CommandError(str(error)) from error
    if out.as_json:
        diff = run_diff_document(verdict.diff) if verdict.diff is not None else None
        out.document(
            {
                "passed": verdict.passed,
                "tests": verdict.tests,
                "problems": verdict.problems,
                "times": verdict.times,
                "compared": diff,
            }
        )
    elif arguments.format:
        slow = {f"{FILE}::budgets of time": verdict.slow} if verdict.slow else {}
        reports = problem_reports({**verdict.problems, **slow})
        if verdict.diff is not None:
            reports += regression_reports(verdict.diff)
        out.text(find_format(arguments.format).render(reports))
    else:
        out.text(verdict.markdown() if arguments.markdown else verdict.text())
    return OK if verdict.passed else BROKEN


CHECK = Command(
    name="check",
    summary="judge a test run by the project's budgets and baselines",
    examples=("cycleprof check run.json", "cycleprof check head.json --base base.json"),
    add_arguments=_add,
    run=_run,
    needs_store=False,
)
