"""The row that lists show of a profile: first what is plain to see, later what judging tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from cycleprof import model
from cycleprof.fingerprint import fingerprint
from cycleprof.freeze.likeness import restore
from cycleprof.model import Stage
from cycleprof.packing import pack_profile, rows_of
from cycleprof.shapes import Row
from cycleprof.stores._base import Entry
from cycleprof.stores.via import location, via

if TYPE_CHECKING:
    from cycleprof.freeze import Recording
    from cycleprof.model import Profile, Report, Summary, Verdict

_TEXT = "db.query.text"
_DB = Stage.DB.value


def make_entry(profile: Profile) -> Entry:
    """The profile with what lists show and search of it, not judged yet."""
    rows = rows_of(restore(profile).spans)
    return _entry(profile, rows, pack_profile(profile))


def entry_of(recording: Recording) -> Entry:
    """The same of a recording, which needs no spans for it."""
    return _entry(*recording.frozen, recording.packed)


def _entry(head: Profile, rows: Sequence[Row], packed: bytes) -> Entry:
    queries, db_ns, reached = head.dropped.stages.get(_DB, 0), 0, 0
    texts: dict[str, None] = {}
    for shape, _, _, start, end, values, _ in rows:
        if shape.stage != _DB:
            continue
        text = shape.said.get(_TEXT) or shape.value(_TEXT, values)
        if text is not None:
            queries += 1
            texts[str(text)] = None
        # In order of start: what lies within another ends by its end, and counts once.
        if end > reached:
            db_ns += end - max(start, reached)
            reached = end
    shapes = (fingerprint(text).sql for text in texts)
    return Entry(
        packed=packed,
        summary=outline(head, queries=queries, db_ns=db_ns),
        statements=tuple(dict.fromkeys(shapes)),
    )


def outline(profile: Profile, *, queries: int, db_ns: int) -> Summary:
    """The row of a profile that nobody has judged."""
    request, response = profile.request, profile.response
    return model.Summary(
        id=profile.id,
        kind=profile.kind,
        name=profile.name,
        started_at=profile.started_at,
        started_ns=_unix_ns(profile.started_at),
        duration_ns=profile.duration_ns,
        method=request.method if request else None,
        path=request.path if request else None,
        route=request.route if request else None,
        view=request.view if request else None,
        status=response.status if response else None,
        content_type=response.content_type if response else None,
        queries=queries,
        db_ns=db_ns,
        size_bytes=response.size_bytes if response else None,
        via=via(request) if request else None,
        location=location(request, response) if request else None,
    )


def summarise(report: Report) -> Summary:
    """The row of a report's profile."""
    return judged(
        outline(report.profile, queries=report.totals.queries, db_ns=report.totals.db_ns),
        verdict(report),
    )


def verdict(report: Report) -> Verdict:
    """What judging adds to the row."""
    return model.Verdict(
        id=report.profile.id,
        findings=len(report.findings),
        codes=tuple(sorted({finding.code for finding in report.findings})),
        stages={stage.stage.value: stage.exclusive_ns for stage in report.stages},
    )


def judged(summary: Summary, told: Verdict) -> Summary:
    """The row with the verdict in it."""
    return replace(summary, findings=told.findings, codes=told.codes, stages=told.stages)


def unjudged(summary: Summary) -> Summary:
    """The row without its verdict."""
    return replace(summary, findings=None, codes=(), stages={})


def _unix_ns(started_at: str) -> int:
    return int(datetime.fromisoformat(started_at).timestamp() * 1_000_000) * 1_000
