"""Findings as lists show them: one line each, and the fix in its shortest form."""

from __future__ import annotations

from typing import Any

from cycleprof.model import Finding, Origin
from cycleprof.panels.marks import is_n_plus_one, kind
from cycleprof.panels.surroundings import told
from cycleprof.panels.values import Place, Times


def brief(letter: str, finding: Finding) -> dict[str, Any]:
    """One finding as lists show it."""
    where = finding.trigger or finding.source
    return {
        "letter": letter,
        "kind": kind(finding),
        "repeats": is_n_plus_one(finding),
        "code": finding.code,
        "fingerprint": finding.fingerprint,
        "title": subject(finding),
        "text": told(finding.detail),
        "count": Times(finding.count) if finding.count > 1 else None,
        "cost_ns": finding.cost_ns,
        "at": _place(where),
        "spans": finding.span_ids,
        "fix": _fix(finding),
    }


def subject(finding: Finding) -> str:
    """What a finding is about in the fewest words: the relation, or else its title."""
    if finding.model and finding.relation:
        return f"{finding.model.rpartition('.')[2]}.{finding.relation}"
    return told(finding.title)


def _fix(finding: Finding) -> dict[str, Any] | None:
    remedy = finding.remedy
    if remedy is None:
        return None
    place = finding.source or finding.trigger
    return {"at": _place(place), "code": remedy.code, "text": told(remedy.text)}


def _place(origin: Origin | None) -> Place | None:
    return Place(origin) if origin else None
