"""``cycleprof export``: profiles in the formats of other tools."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from cycleprof.cli.commands._base import Command, at_least_one
from cycleprof.cli.errors import OK, CommandError
from cycleprof.cli.output import Output
from cycleprof.cli.project import judge
from cycleprof.cli.run_store import RunStore
from cycleprof.cli.runs import CODE_HOSTS, is_run, read_run
from cycleprof.cli.targets import find_reports, read_query, take_run
from cycleprof.exporters import FORMATS, UnknownFormatError, find_format
from cycleprof.exporters.leaving_out import PARTS, UnknownPartError, leave_out
from cycleprof.gate.regressions import test_report
from cycleprof.model import Report


def _add(parser: ArgumentParser) -> None:
    parser.add_argument(
        "format", help=", ".join(f"{one.name} ({one.description})" for one in FORMATS)
    )
    parser.add_argument(
        "target", nargs="*", default=["last"], help="ids, last, queries, files (last)"
    )
    parser.add_argument(
        "--output", "-o", metavar="FILE", help="where to write it; - is the default"
    )
    parser.add_argument(
        "--without", metavar="PARTS", default="", help=f"leave out, of: {', '.join(PARTS)}"
    )
    parser.add_argument(
        "--pseudonyms", action="store_true", help="put names in the place of values"
    )
    parser.add_argument(
        "--limit", type=at_least_one, default=1, help="most profiles of a query (1)"
    )


def _run(arguments: Namespace, out: Output) -> int:
    try:
        chosen = find_format(arguments.format)
    except UnknownFormatError as error:
        raise CommandError(str(error), "Name one of them.") from error
    content = chosen.encode([_reduced(one, arguments) for one in _reports(arguments, out)])
    if arguments.output in {None, "-"}:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return OK
    try:
        Path(arguments.output).write_bytes(content)
    except OSError as error:
        raise CommandError(f"{arguments.output} cannot be written: {error}") from error
    sys.stderr.write(f"{arguments.output}: {len(content)} bytes\n")
    return OK


def _reduced(report: Report, arguments: Namespace) -> Report:
    parts = [part for part in arguments.without.split(",") if part]
    if not parts and not arguments.pseudonyms:
        return report
    try:
        profile = leave_out(report.profile, parts, pseudonyms=arguments.pseudonyms)
    except UnknownPartError as error:
        raise CommandError(str(error)) from error
    return judge(profile)


def _reports(arguments: Namespace, out: Output) -> list[Report]:
    words = take_run(arguments.target, arguments)
    if arguments.store and is_run(arguments.store):
        return _of_run(words, arguments)
    limit: int = arguments.limit
    return [
        report
        for target in out.progress(words, "reading")
        for report in find_reports(target, arguments, limit)
    ]


def _of_run(words: list[str], arguments: Namespace) -> list[Report]:
    """For code hosts all findings of the tests that match, for the others their profiles."""
    if arguments.format not in CODE_HOSTS:
        return find_reports(" ".join(words), arguments, arguments.limit)
    run = read_run(arguments.store)
    asked = {one.id for one in RunStore(run).find(read_query(" ".join(words)), limit=sys.maxsize)}
    found = [
        test_report(test) for test in run if any(one["id"] in asked for one in test["profiles"])
    ]
    if not found:
        raise CommandError(f"no test of {arguments.store} matches", "See: cycleprof list RUN")
    return found


EXPORT = Command(
    name="export",
    summary="write profiles in the format of another tool",
    examples=(
        "cycleprof export speedscope last -o last.speedscope.json",
        "cycleprof export markdown last",
        "cycleprof export html last --pseudonyms -o profile.html",
        "cycleprof export sarif 'findings:>0' --limit 50 -o findings.sarif",
        "cycleprof export sarif run.json -o findings.sarif",
    ),
    add_arguments=_add,
    run=_run,
    has_json=False,
)
