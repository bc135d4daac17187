"""``cycleprof compare``: what differs between two profiles, two sets, or two test runs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from cycleprof.cli.commands._base import Command, at_least_one
from cycleprof.cli.errors import BROKEN, OK, CommandError
from cycleprof.cli.output import Output, Segment
from cycleprof.cli.runs import CODE_HOSTS, is_run, no_run, print_run_diff, read_run
from cycleprof.cli.targets import find_reports
from cycleprof.cli.words import duration, place
from cycleprof.gate.alignment import Node
from cycleprof.gate.diff import Diff, compare
from cycleprof.gate.diff_document import diff_document
from cycleprof.gate.diff_markdown import diff_markdown
from cycleprof.gate.sentence import signed
from cycleprof.model import Report

_STYLES = {
    "added": "red",
    "removed": "green",
    "slower": "red",
    "faster": "green",
    "count": "yellow",
}
_MOST = 20
_LONGEST = 90
_DEEPEST = 20


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("base", help="an id, last, a query, a profile's file, or a run's file")
    parser.add_argument("head", help="the same, for the other side")
    parser.add_argument(
        "--limit", type=at_least_one, default=1, help="most profiles of a query (1)"
    )
    parser.add_argument("--markdown", action="store_true", help="for a pull request")
    parser.add_argument(
        "--format", choices=CODE_HOSTS, help="of two runs: what got worse, for a code host"
    )
    parser.add_argument(
        "--max-slowdown",
        type=float,
        metavar="PERCENT",
        help="of two runs: fail if a route is surely slower by more",
    )
    parser.add_argument("--tree", action="store_true", help="show where in the cycle it changed")


def _run(arguments: Namespace, out: Output) -> int:
    runs = [is_run(one) for one in (arguments.base, arguments.head)]
    if any(runs):
        if not all(runs):
            raise no_run(arguments.head if runs[0] else arguments.base)
        return print_run_diff(read_run(arguments.base), read_run(arguments.head), arguments, out)
    if arguments.max_slowdown is not None:
        raise CommandError("--max-slowdown judges test runs, not single profiles")
    base, head = (
        find_reports(one, arguments, arguments.limit) for one in (arguments.base, arguments.head)
    )
    diff = compare(base, head)
    if out.as_json:
        out.document(diff_document(diff))
    elif arguments.markdown:
        out.text(diff_markdown(diff))
    else:
        if _is_same(base, head):
            out.line(("Both sides are the same profile.", "yellow"))
        _print(diff, arguments, out)
    return BROKEN if diff.is_worse else OK


def _is_same(base: Sequence[Report], head: Sequence[Report]) -> bool:
    return {one.profile.id for one in base} == {one.profile.id for one in head}


def _print(diff: Diff, arguments: Namespace, out: Output) -> None:
    out.line((diff.sentence, "bold"))
    for note in diff.notes:
        out.line(("note: ", "yellow"), note)
    out.line()
    rows = []
    for name, (before, after) in diff.totals.items():
        if before or after:
            write = duration if name.endswith("_ns") else lambda value: f"{value:g}"
            rows.append([name, write(int(before)), write(int(after))])
    out.table(("total", "base>", "head>"), rows)
    changed: Sequence[tuple[str, Node]] = [
        *((one.sql, one.node) for one in diff.queries if one.node.tally.verdict != "same"),
        *((node.label, node) for node in diff.calls),
    ]
    if changed:
        out.line()
        heads = ("change>", "base>", "head>", "what", "where")
        out.table(heads, [_row(text, node) for text, node in changed[:_MOST]])
    for title, findings in (("new", diff.new_findings), ("gone", diff.gone_findings)):
        for finding in findings:
            where = place(finding.source or finding.trigger)
            out.line((f"{title}: {finding.code} ", "bold"), f"{finding.title}  {where}")
    if arguments.tree:
        out.line()
        _tree(diff.tree, out)


def _row(text: str, node: Node) -> list[Segment]:
    tally = node.tally
    change = signed(tally.delta) if tally.delta else tally.verdict
    style = _STYLES.get(tally.verdict, "")
    before, after = f"{tally.base_count:g}", f"{tally.head_count:g}"
    return [(change, style), before, after, text[:_LONGEST], place(node.origin)]


def _tree(root: Node, out: Output) -> None:
    """The nodes that changed, and the way to them."""
    for node, depth in _changed(root):
        tally = node.tally
        change = f"{signed(tally.delta)} " if tally.delta else ""
        verdict = "" if tally.verdict == "same" else f"  {tally.verdict}"
        style = _STYLES.get(tally.verdict, "dim")
        times = f"  {duration(int(tally.base_ns))} -> {duration(int(tally.head_ns))}"
        indent = "  " * min(depth, _DEEPEST)
        out.line(indent, (f"{change}{node.label}", style), (f"{verdict}{times}", "dim"))


def _changed(root: Node) -> list[tuple[Node, int]]:
    chosen = []
    parent_at = -1
    for node, depth in reversed(list(root.descend())):  # children before their parents
        if node.tally.verdict != "same" or depth == parent_at:
            chosen.append((node, depth))
            parent_at = depth - 1
    return chosen[::-1]


COMPARE = Command(
    name="compare",
    summary="tell what differs between two profiles, sets of profiles, or test runs",
    examples=(
        "cycleprof compare 01a1fb4272ba last",
        "cycleprof compare before.json after.json --markdown",
        "cycleprof compare base-run.json head-run.json",
    ),
    add_arguments=_add,
    run=_run,
)
