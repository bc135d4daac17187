"""What every view of a profile begins with: what was asked, where the time went, the verdict."""

from __future__ import annotations

from http.client import responses
from typing import Any

from cycleprof.model import Dropped, Profile, Report
from cycleprof.panels import categories, together
from cycleprof.panels.briefs import brief
from cycleprof.panels.marks import lettered
from cycleprof.panels.rerun import address
from cycleprof.panels.surroundings import SURROUNDINGS, ngettext
from cycleprof.panels.values import Message, say
from cycleprof.panels.verdict import badge, verdict
from cycleprof.panels.wire import encode

_BACKENDS = ("django", "python", "cycleprof")


def head(report: Report) -> dict[str, Any]:
    """The JSON of the header, the split bar, the badge and the verdict of a report."""
    profile, labels = report.profile, categories.labels()
    found: dict[str, Any] = {
        **_cycle(profile),
        "language": SURROUNDINGS.get().language,
        "duration_ns": profile.duration_ns,
        "overhead_ns": profile.overhead_ns,
        "without_ns": max(profile.duration_ns - profile.overhead_ns, 0),
        "concurrent": concurrent(report),
        "queries": report.totals.queries,
        "categories": [
            {"id": name, "label": labels[name], "ns": ns}
            for name, ns in categories.split(report).items()
        ],
        "verdict": verdict(report),
        "badge": badge(report),
        "findings": [brief(name, finding) for name, finding in lettered(report)],
        "together": together.brief(report),
        "versions": [f"{name} {version}" for name, version in _versions(profile)],
        "dropped": _dropped(profile),
    }
    return {key: encode(value) for key, value in found.items() if value is not None}


def _cycle(profile: Profile) -> dict[str, Any]:
    request, response = profile.request, profile.response
    return {
        "id": profile.id,
        "cycle": profile.kind,
        "name": profile.name,
        "started_at": profile.started_at,
        "method": request.method if request else None,
        "path": request.path if request else None,
        "view": request.view if request else None,
        "protocol": request.protocol.upper() if request else None,
        "status": response.status if response else None,
        "reason": responses.get(response.status) if response else None,
        "streaming": response.streaming if response else None,
        "rerun": address(profile),
        "exception": profile.exception.type if profile.exception else None,
    }


def _versions(profile: Profile) -> list[tuple[str, str]]:
    known = profile.versions
    return [(name.capitalize(), known[name]) for name in _BACKENDS if name in known]


def concurrent(report: Report) -> bool:
    """Whether spans overlapped, so that the busy times do not add up to the duration."""
    return any(total.busy_ns > total.exclusive_ns for total in report.stages)


def _dropped(profile: Profile) -> Message | None:
    if not profile.dropped.spans and not profile.dropped.steps:
        return None
    text = ngettext(
        "Shortened: {n} span left out. {steps}",
        "Shortened: {n} spans left out. {steps}",
        profile.dropped.spans,
    )
    return say(text, n=profile.dropped.spans, steps=", ".join(left_out(profile.dropped)))


def left_out(dropped: Dropped) -> list[str]:
    """What was done to make the profile smaller, and what is missing of each stage."""
    return [*dropped.steps, *(f"{stage}: {count:,}" for stage, count in dropped.stages.items())]
