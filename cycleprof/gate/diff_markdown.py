"""A difference as Markdown, for a pull request or an issue."""

from __future__ import annotations

from cycleprof.gate.alignment import Node
from cycleprof.gate.diff import Diff
from cycleprof.gate.markdown import cell, code
from cycleprof.gate.sentence import short_place, signed, time

_MOST = 20
_TOTALS = (
    ("queries", "Queries"),
    ("rows", "Rows"),
    ("instances", "Model instances"),
    ("templates", "Templates"),
    ("cache_misses", "Cache misses"),
)


def diff_markdown(diff: Diff) -> str:
    """The sentence, then totals, statements and findings that changed, as tables."""
    parts = [f"**{cell(diff.sentence)}**", *(f"_Note: {cell(note)}._" for note in diff.notes)]
    parts.append(_totals(diff))
    changed = [(one.sql, one.node) for one in diff.queries if one.node.tally.delta]
    changed += [(node.label, node) for node in diff.calls]
    if changed:
        parts.append(_changes(changed))
    for title, findings in (("New", diff.new_findings), ("Gone", diff.gone_findings)):
        if findings:
            lines = [f"- {one.code} {cell(one.title)}{_at(one)}" for one in findings]
            parts.append("\n".join([f"{title} findings:", "", *lines]))
    return "\n\n".join(parts) + "\n"


def _totals(diff: Diff) -> str:
    lines = ["| | Base | Head | Change |", "|---|--:|--:|--:|"]
    for key, name in _TOTALS:
        base, head = diff.totals[key]
        if base or head:
            lines.append(f"| {name} | {base:g} | {head:g} | {signed(round(head - base, 2))} |")
    for key, name in (("duration_ns", "Time"), ("db_ns", "Time in the database")):
        base, head = diff.totals[key]
        lines.append(f"| {name} | {time(base)} | {time(head)} | {_signed_time(head - base)} |")
    return "\n".join(lines)


def _signed_time(ns: float) -> str:
    return f"{'+' if ns >= 0 else chr(0x2212)}{time(abs(ns))}"


def _changes(changed: list[tuple[str, Node]]) -> str:
    lines = ["| Change | Base | Head | What | Where |", "|--:|--:|--:|---|---|"]
    for text, node in changed[:_MOST]:
        tally = node.tally
        where = short_place(node.origin) if node.origin else ""
        lines.append(
            f"| {signed(tally.delta)} | {tally.base_count:g} | {tally.head_count:g} "
            f"| {code(text)} | {cell(where)} |"
        )
    if len(changed) > _MOST:
        lines.append(f"| | | | and {len(changed) - _MOST} more | |")
    return "\n".join(lines)


def _at(finding: object) -> str:
    origin = getattr(finding, "source", None) or getattr(finding, "trigger", None)
    return f" ({cell(f'{origin.file}:{origin.line}')})" if origin else ""
