"""``cycleprof show``: one profile as a waterfall with its stages, queries and findings."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from cycleprof import serialize
from cycleprof.analysis.handled import handled
from cycleprof.cli.commands._base import Command
from cycleprof.cli.errors import OK
from cycleprof.cli.output import Output
from cycleprof.cli.targets import find_report, take_run
from cycleprof.cli.waterfall import print_waterfall
from cycleprof.cli.words import duration, place, status
from cycleprof.model import BrowserInfo, Finding, Report

_MOST_QUERIES = 10
_LONGEST = 100


def _add(parser: ArgumentParser) -> None:
    parser.add_argument(
        "target",
        nargs="*",
        default=["last"],
        help="a test run's file, if from there; an id, last, a query, or a profile's file (last)",
    )
    parser.add_argument("--spans", type=int, default=40, help="most lines of the waterfall (40)")


def _run(arguments: Namespace, out: Output) -> int:
    report = find_report(" ".join(take_run(arguments.target, arguments)), arguments)
    if out.as_json:
        out.document(serialize.report_document(report))
        return OK
    _head(report, out)
    out.line()
    print_waterfall(report, out, max(arguments.spans, 1))
    out.line()
    _stages(report, out)
    _queries(report, out)
    for finding in report.findings:
        out.line()
        _finding(finding, out)
    return OK


def _head(report: Report, out: Output) -> None:
    profile, totals = report.profile, report.totals
    code = status(profile.response.status) if profile.response else ""
    out.line((profile.name, "bold"), "  ", code, "  ", (duration(profile.duration_ns), "bold"))
    request = profile.request
    found = (request.route, request.view) if request is not None else ()
    told = [*filter(None, found), profile.id, profile.started_at]  # no pattern may have matched
    out.line(("  ".join(told), "dim"))
    out.line(
        f"{totals.queries} queries in {duration(totals.db_ns)}, {totals.rows} rows, "
        f"{totals.instances} instances, {totals.templates} templates, "
        f"{len(report.findings)} findings"
    )
    if profile.browser is not None:
        out.line(_browser(profile.browser))
    if profile.exception is not None:
        error = profile.exception
        out.line((f"{error.type}: {error.message}  {place(error.origin)}", "red"))
    for one in handled(profile):
        took = duration(one.failed.duration_ns)
        out.line(f"handled in {one.within.name}: {one.type}, after {took} in {one.failed.name}")


def _browser(browser: BrowserInfo) -> str:
    """One line, in times from the navigation's start."""
    navigation = browser.navigation
    moments = {
        "first byte": navigation.response_start_ns,
        "first contentful paint": browser.first_contentful_paint_ns,
        "largest": browser.largest_contentful_paint_ns,
        "DOM ready": navigation.dom_content_loaded_ns,
        "loaded": navigation.load_ns,
    }
    told = [f"{name} {duration(ns)}" for name, ns in moments.items() if ns is not None]
    requests = len(browser.resources) + browser.resources_dropped
    return f"browser: {', '.join(told)}, {requests} requests of the page"


def _stages(report: Report, out: Output) -> None:
    total = report.profile.duration_ns or 1
    rows = [
        [one.stage.value, duration(one.exclusive_ns), f"{one.exclusive_ns / total:.0%}",
         str(one.count)]
        for one in sorted(report.stages, key=lambda one: -one.exclusive_ns)
    ]  # fmt: skip
    rest = report.totals.unaccounted_ns
    rows.append(["(unaccounted)", duration(rest), f"{rest / total:.0%}", ""])
    out.table(("stage", "own time>", "share>", "count>"), rows)


def _queries(report: Report, out: Output) -> None:
    if not report.queries:
        return
    out.line()
    rows = [
        [str(group.count), duration(group.total_ns), group.sql[:_LONGEST]]
        for group in report.queries[:_MOST_QUERIES]
    ]
    out.table(("times>", "took>", "statement"), rows)
    if len(report.queries) > _MOST_QUERIES:
        out.line((f"and {len(report.queries) - _MOST_QUERIES} more shapes", "dim"))


def _finding(finding: Finding, out: Output) -> None:
    style = {"error": "bold red", "warning": "bold yellow"}.get(finding.severity, "bold")
    out.line((f"{finding.code} {finding.title}", style), (f"  {finding.confidence}", "dim"))
    out.line("  ", finding.detail)
    for name, origin in (("caused at", finding.trigger), ("change", finding.source)):
        if origin is not None:
            out.line(f"  {name} {place(origin)}")
    if finding.remedy is not None:
        out.line("  ", finding.remedy.text)
        for line in (finding.remedy.code or "").splitlines():
            out.line("    ", (line, "green"))


SHOW = Command(
    name="show",
    summary="show one profile: waterfall, stages, queries, findings",
    examples=(
        "cycleprof show last",
        "cycleprof show path:/posts/",
        "cycleprof show saved.json",
        "cycleprof show run.json path:/posts/",
    ),
    add_arguments=_add,
    run=_run,
)
