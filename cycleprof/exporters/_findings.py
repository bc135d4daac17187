"""Findings of several reports as one list, for formats that code hosts read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cycleprof.model import Finding, Origin, Report


@dataclass(frozen=True, slots=True)
class Collected:
    """A finding, and the names of the profiles that have it."""

    finding: Finding
    profiles: tuple[str, ...]

    @property
    def place(self) -> Origin | None:
        """The line to show it at: where the repeats are caused, else the queryset to change."""
        return self.finding.trigger or self.finding.source

    @property
    def message(self) -> str:
        """The finding and its remedy in plain words."""
        one = self.finding
        parts = [one.title.rstrip(".") + ".", one.detail]
        if one.remedy is not None:
            parts.append(one.remedy.text)
            if one.remedy.code and one.source is not None:
                parts.append(f"At {one.source.file}:{one.source.line}: {one.remedy.code}")
        return " ".join(part for part in parts if part)


def collect(reports: Sequence[Report]) -> list[Collected]:
    """Each finding once, by its fingerprint; the costliest first."""
    found: dict[str, tuple[Finding, list[str]]] = {}
    for report in reports:
        for finding in report.findings:
            found.setdefault(finding.fingerprint, (finding, []))[1].append(report.profile.name)
    ordered = sorted(found.values(), key=lambda item: -item[0].cost_ns)
    return [Collected(finding, tuple(dict.fromkeys(names))) for finding, names in ordered]
