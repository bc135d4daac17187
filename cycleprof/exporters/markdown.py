"""``markdown``: a summary for people, pull requests and issues."""

from __future__ import annotations

from collections.abc import Sequence

from cycleprof.exporters._findings import Collected, collect
from cycleprof.exporters._format import Format
from cycleprof.gate.markdown import cell, code
from cycleprof.model import Report

_MOST_QUERIES = 10


def render(reports: Sequence[Report]) -> str:
    parts = [_one(reports[0])] if len(reports) == 1 else [_many(reports)]
    found = collect(reports)
    if found:
        parts.append("### Findings")
        parts += [_finding(one) for one in found]
    else:
        parts.append("No findings.")
    return "\n\n".join(parts) + "\n"


def _one(report: Report) -> str:
    profile, totals = report.profile, report.totals
    status = f" ({profile.response.status})" if profile.response else ""
    lines = [
        f"## {cell(profile.name)}{status}: {_ms(profile.duration_ns)}",
        "",
        _sums(report),
        "",
        "| Stage | Own time | Share | Count |",
        "|---|--:|--:|--:|",
    ]
    for stage in sorted(report.stages, key=lambda one: -one.exclusive_ns):
        share = stage.exclusive_ns / (profile.duration_ns or 1)
        own = _ms(stage.exclusive_ns)
        lines.append(f"| {stage.stage.value} | {own} | {share:.0%} | {stage.count} |")
    lines.append(f"| (unaccounted) | {_ms(totals.unaccounted_ns)} | | |")
    return "\n".join(lines + _queries(report))


def _sums(report: Report) -> str:
    profile, totals = report.profile, report.totals
    return (
        f"{totals.queries} queries in {_ms(totals.db_ns)}, {totals.rows} rows, "
        f"{totals.templates} templates, {len(report.findings)} findings. "
        f"Profile `{profile.id}`, {profile.started_at}."
    )


def _queries(report: Report) -> list[str]:
    if not report.queries:
        return []
    lines = ["", "| Count | Time | Statement |", "|--:|--:|---|"]
    lines += [
        f"| {group.count} | {_ms(group.total_ns)} | {code(group.sql)} |"
        for group in report.queries[:_MOST_QUERIES]
    ]
    if len(report.queries) > _MOST_QUERIES:
        lines.append(f"| | | and {len(report.queries) - _MOST_QUERIES} more |")
    return lines


def _many(reports: Sequence[Report]) -> str:
    lines = [
        f"## {len(reports)} profiles",
        "",
        "| Profile | Status | Time | Queries | Database | Findings |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for report in reports:
        profile, totals = report.profile, report.totals
        status = profile.response.status if profile.response else ""
        lines.append(
            f"| {cell(profile.name)} | {status} | {_ms(profile.duration_ns)} "
            f"| {totals.queries} | {_ms(totals.db_ns)} | {len(report.findings)} |"
        )
    return "\n".join(lines)


def _finding(one: Collected) -> str:
    finding = one.finding
    lines = [f"**{finding.code} {cell(finding.title)}**", "", cell(finding.detail)]
    if one.place is not None:
        lines.append(f"At `{one.place.file}:{one.place.line}`.")
    if finding.remedy is not None:
        lines.append(cell(finding.remedy.text))
        if finding.remedy.code:
            fence = "```" if "```" not in finding.remedy.code else "~~~~"
            lines += ["", f"{fence}python", finding.remedy.code, fence]
    return "\n".join(lines)


def _ms(ns: int) -> str:
    return f"{ns / 1e6:.2f} ms"


FORMAT = Format("markdown", ".md", "text/markdown; charset=utf-8", "a summary to read", render)
