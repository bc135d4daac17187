"""``chrome``: a trace for Chrome's DevTools and ui.perfetto.dev."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from cycleprof.exporters._format import Format
from cycleprof.exporters._tracks import Track, lay_out
from cycleprof.model import Report, Span


def render(reports: Sequence[Report]) -> str:
    events = [event for pid, report in enumerate(reports, 1) for event in _process(pid, report)]
    return json.dumps({"displayTimeUnit": "ms", "traceEvents": events}) + "\n"


def _process(pid: int, report: Report) -> Iterator[dict[str, Any]]:
    """One report as one process; each of its tracks is a thread."""
    yield _name("process_name", pid, 0, name=report.profile.name)
    for tid, track in enumerate(lay_out(report.profile.spans), 1):
        yield _name("thread_name", pid, tid, name=track.name)
        yield _name("thread_sort_index", pid, tid, sort_index=tid)
        yield from _spans(pid, tid, track)


def _name(what: str, pid: int, tid: int, **args: object) -> dict[str, Any]:
    return {"ph": "M", "pid": pid, "tid": tid, "ts": 0, "name": what, "args": args}


def _spans(pid: int, tid: int, track: Track) -> Iterator[dict[str, Any]]:
    for span, _ in track.spans:
        yield {
            "ph": "X",
            "pid": pid,
            "tid": tid,
            # Microseconds with three decimals: exactly the nanoseconds, so nothing needs rounding.
            "ts": span.start_ns / 1_000,
            "dur": span.duration_ns / 1_000,
            "cat": span.stage.value,
            "name": span.name,
            "args": _args(span),
        }


def _args(span: Span) -> dict[str, Any]:
    args: dict[str, Any] = {"id": span.id, "parent_id": span.parent_id, **span.attributes}
    if span.origin is not None:
        args["origin"] = f"{span.origin.file}:{span.origin.line}"
    if span.status != "ok":
        args["status"] = span.status
    return args


FORMAT = Format("chrome", ".trace.json", "application/json", "Chrome and Perfetto traces", render)
