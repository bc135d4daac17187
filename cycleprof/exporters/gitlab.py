"""``gitlab``: findings as a Code Quality report, which GitLab shows in merge requests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cycleprof.exporters._findings import Collected, collect
from cycleprof.exporters._format import Format
from cycleprof.model import Report

_SEVERITIES = {"info": "info", "warning": "major", "error": "critical"}


def render(reports: Sequence[Report]) -> str:
    return json.dumps([_issue(one) for one in collect(reports) if one.place], indent=2) + "\n"


def _issue(one: Collected) -> dict[str, Any]:
    finding, place = one.finding, one.place
    assert place is not None  # noqa: S101 - GitLab has no issue without a place
    return {
        "description": one.message,
        "check_name": f"cycleprof/{finding.code}",
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": place.file, "lines": {"begin": max(place.line, 1)}},
    }


FORMAT = Format("gitlab", ".json", "application/json", "GitLab code quality", render)
