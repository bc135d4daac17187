"""Findings by letter: A is the costliest, and the letter stands wherever the finding shows."""

from __future__ import annotations

from cycleprof.model import Finding, Report
from cycleprof.panels.surroundings import gettext as _

N_PLUS_ONE = frozenset({"CP001", "CP002", "CP003", "CP004", "CP005", "CP006", "CP009"})
"""The codes of findings that repeat a statement once per row of another."""


def letter(number: int) -> str:
    """A to Z, then AA, AB and so on; ``number`` counts from 0."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def lettered(report: Report) -> list[tuple[str, Finding]]:
    """Each finding with its letter, costliest first."""
    return [(letter(number), finding) for number, finding in enumerate(report.findings)]


def by_span(report: Report) -> dict[int, str]:
    """The letter of each span that is part of a finding; of several the costliest one's."""
    marks: dict[int, str] = {}
    for name, finding in lettered(report):
        for span_id in finding.span_ids:
            marks.setdefault(span_id, name)
    return marks


def is_n_plus_one(finding: Finding) -> bool:
    """Whether a finding repeats a statement for each row of another."""
    return finding.code in N_PLUS_ONE


def kind(finding: Finding) -> str:
    """The word under which a finding is known: N+1, or its rule's name."""
    return _("N+1") if is_n_plus_one(finding) else _rules().get(finding.rule, finding.rule)


def _rules() -> dict[str, str]:
    return {
        "identical-query": _("identical query"),
        "write-in-loop": _("write in loop"),
        "slow-query": _("slow query"),
        "unbounded-result": _("unbounded result"),
        "long-in-list": _("long IN list"),
        "external-call-in-transaction": _("external call in transaction"),
        "long-transaction": _("long transaction"),
        "http-in-loop": _("HTTP in loop"),
        "cache-in-loop": _("cache in loop"),
        "blocked-event-loop": _("blocked event loop"),
        "large-response": _("large response"),
    }
