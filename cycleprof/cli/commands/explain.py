"""``cycleprof explain``: the plan of a recorded query."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from cycleprof.cli.commands._base import Command
from cycleprof.cli.errors import OK, CommandError
from cycleprof.cli.output import Output
from cycleprof.cli.project import set_up
from cycleprof.cli.targets import find_report
from cycleprof.model import Report

if TYPE_CHECKING:
    from cycleprof.explain import Explained

_MOST_TRIED = 20


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("target", help="an id, last, a query, or a file")
    parser.add_argument(
        "span",
        type=int,
        nargs="?",
        help="number of the query's span; left out: the slowest that can be",
    )


def _run(arguments: Namespace, out: Output) -> int:
    report = find_report(arguments.target, arguments)
    spans = _slowest(report) if arguments.span is None else [arguments.span]
    set_up(arguments)
    from cycleprof.explain.document import explain_document  # noqa: PLC0415 - needs settings

    span, found = _explained(report, spans)
    if out.as_json:
        out.document(explain_document(report.profile.id, span, found))
        return OK
    out.line((found.sql, "bold"), (f"  span {span} on {found.alias} ({found.vendor})", "dim"))
    for top in found.plan.steps:
        _print(top, 0, out)
    for hint in found.plan.hints:
        out.line(("hint: ", "yellow"), hint)
    return OK


def _explained(report: Report, spans: list[int]) -> tuple[int, Explained]:
    """The first of the spans that can be explained, with its plan."""
    from cycleprof.explain import RefusalError, explain  # noqa: PLC0415 - needs settings

    reasons = []
    for span in spans[:_MOST_TRIED]:
        try:
            return span, explain(report.profile, span)
        except RefusalError as error:
            reasons.append(f"no plan of span {span}: {error}")
    hint = "Only single statements that read, recorded with their parameters, are explained."
    raise CommandError(reasons[0], hint)


def _slowest(report: Report) -> list[int]:
    """The spans of the statements that read, the slowest first."""
    reading = [group for group in report.queries if group.sql.upper().startswith("SELECT")]
    ids = {one for group in reading for one in group.span_ids}
    spans = [span for span in report.profile.spans if span.id in ids]
    if not spans:
        raise CommandError("this profile has no query that reads", "Choose another profile.")
    return [span.id for span in sorted(spans, key=lambda span: -span.duration_ns)]


def _print(step: object, depth: int, out: Output) -> None:
    from cycleprof.explain import Step  # noqa: PLC0415 - needs settings

    assert isinstance(step, Step)  # noqa: S101 - the import cannot stand above
    rows = f"  rows {step.rows:g}" if step.rows is not None else ""
    cost = f"  cost {step.cost:g}" if step.cost is not None else ""
    style = "bold red" if step.costly else ""
    mark = "  <- look here" if step.costly else ""
    out.line("  " * depth, (step.label, style), f" {step.detail}{rows}{cost}", (mark, "red"))
    for child in step.children:
        _print(child, depth + 1, out)


EXPLAIN = Command(
    name="explain",
    summary="ask the database for the plan of a recorded query, without running it",
    examples=("cycleprof explain last", "cycleprof explain last 42"),
    add_arguments=_add,
    run=_run,
)
