"""Findings as Markdown: for an issue, a review, or an assistant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cycleprof.model import Finding, Origin
from cycleprof.panels.surroundings import told


def several(findings: Sequence[Finding], removed: Sequence[str], added: Sequence[str]) -> str:
    """One text about findings that the same change mends."""
    lines = [line for finding in findings for line in _about(finding)]
    return "\n".join([*lines, *_change(findings[0].source, removed, added)]) + "\n"


def _about(finding: Finding) -> Iterator[str]:
    yield f"### {told(finding.title)} ({finding.code})"
    yield ""
    yield told(finding.detail)
    yield ""
    if finding.trigger is not None:
        yield f"- Cause: `{finding.trigger.file}:{finding.trigger.line}`"
    if finding.source is not None:
        yield f"- Queryset: `{finding.source.file}:{finding.source.line}`"
    if finding.sql is not None:
        yield f"- Statement: `{finding.sql.replace('`', '')}`"
    if finding.remedy is not None:
        yield f"- Remedy: {told(finding.remedy.text)}"
    yield ""


def _change(source: Origin | None, removed: Sequence[str], added: Sequence[str]) -> Iterator[str]:
    if not added:
        return
    if source is not None:
        yield f"In `{source.file}:{source.line}`:"
        yield ""
    yield "```diff"
    yield from (f"- {line}" for line in removed)
    yield from (f"+ {line}" for line in added)
    yield "```"
