"""``speedscope``: flame graphs for www.speedscope.app, one profile for each track."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from cycleprof.exporters._format import VERSION_KEY, Format
from cycleprof.exporters._tracks import Track, lay_out
from cycleprof.model import Report, Span

_SCHEMA = "https://www.speedscope.app/file-format-schema.json"


class _Frames:
    """The table of frames that all events share."""

    def __init__(self) -> None:
        self.table: list[dict[str, Any]] = []
        self._known: dict[tuple[Any, ...], int] = {}

    def number(self, span: Span) -> int:
        frame: dict[str, Any] = {"name": f"{span.stage.value}: {span.name}"}
        if span.origin is not None:
            frame |= {"file": span.origin.file, "line": span.origin.line}
        key = tuple(frame.values())
        if key not in self._known:
            self._known[key] = len(self.table)
            self.table.append(frame)
        return self._known[key]


def render(reports: Sequence[Report]) -> str:
    frames = _Frames()
    profiles = [
        _profile(report, track, frames)
        for report in reports
        for track in lay_out(report.profile.spans)
    ]
    version = reports[0].profile.versions.get(VERSION_KEY, "")
    document = {
        "$schema": _SCHEMA,
        "exporter": f"cycleprof@{version}",
        "name": reports[0].profile.name,
        "activeProfileIndex": 0,
        "shared": {"frames": frames.table},
        "profiles": profiles,
    }
    return json.dumps(document) + "\n"


def _profile(report: Report, track: Track, frames: _Frames) -> dict[str, Any]:
    profile = report.profile
    return {
        "type": "evented",
        "name": f"{profile.name} ({track.name})" if track.name != "cycle" else profile.name,
        "unit": "nanoseconds",
        "startValue": 0,
        "endValue": profile.duration_ns,
        "events": list(_events(track, frames)),
    }


def _events(track: Track, frames: _Frames) -> Iterator[dict[str, Any]]:
    """Every frame is closed before the next one at its depth opens, the innermost first."""
    open_spans: list[Span] = []
    for span, depth in track.spans:
        while len(open_spans) > depth:
            yield _event("C", open_spans.pop(), frames)
        open_spans.append(span)
        yield _event("O", span, frames)
    while open_spans:
        yield _event("C", open_spans.pop(), frames)


def _event(kind: str, span: Span, frames: _Frames) -> dict[str, Any]:
    at = span.start_ns if kind == "O" else span.end_ns
    return {"type": kind, "frame": frames.number(span), "at": at}


FORMAT = Format(
    "speedscope", ".speedscope.json", "application/json", "flame graphs at speedscope.app", render
)
