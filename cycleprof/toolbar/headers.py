"""What a profiled response carries: id, page, timings, and the panel or why it has none."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cycleprof.conf import get_config
from cycleprof.instruments.database import describe_statement
from cycleprof.model import Stage
from cycleprof.recorder import Record, Recorder, clock
from cycleprof.toolbar.access import is_cross_site, refusal
from cycleprof.toolbar.inject import inject
from cycleprof.toolbar.links import prefix
from cycleprof.toolbar.tag import script_tag

logger = logging.getLogger("cycleprof")

ID = "X-Cycleprof-Id"
LINK = "X-Cycleprof-Link"
SKIP = "X-Cycleprof-Skip"
FAILED = "failed: the server's log says why"
_MOST_METRICS = 12
_LONGEST_TIMING = 2_000
_TIMED: dict[str, str] = {
    Stage.DB: "db",
    Stage.TEMPLATE: "template",
    Stage.CACHE: "cache",
    Stage.HTTP: "http",
}


_ID, _PARENT, _STAGE, _DESCRIBE, _START, _END = map(
    Record._fields.index, ("id", "parent_id", "stage", "describe", "start", "end")
)


def decorate(request: HttpRequest, response: HttpResponseBase, recorder: Recorder) -> None:
    """Add the headers, and to a whole HTML page the panel. Never raises."""
    try:
        elapsed, sums = _sums(recorder)
        response.headers[ID] = recorder.id
        response.headers[LINK] = f"{prefix(request)}p/{recorder.id}"
        _add_server_timing(response, recorder.id, elapsed, sums)
        reason = _add_panel(request, response, recorder, elapsed, sums)
        if reason is not None:
            response.headers[SKIP] = reason
    except Exception:
        logger.exception("cycleprof could not add its panel to %r", request.path)
        response.headers[SKIP] = FAILED


def _add_panel(
    request: HttpRequest,
    response: Any,
    recorder: Recorder,
    elapsed: int,
    sums: dict[str, tuple[int, int]],
) -> str | None:
    if not get_config().panel:
        return "panel-off"
    refused = refusal(request)
    if refused is not None:
        return refused
    if is_cross_site(request):
        return "access: a page of another site asks"
    count = sums.get("db", (0, 0))[1]
    return inject(
        request,
        response,
        lambda nonce: script_tag(request, recorder.id, elapsed, count, nonce),
    )


def _sums(recorder: Recorder) -> tuple[int, dict[str, tuple[int, int]]]:
    """The time so far, and for the stages worth a metric their time and count, nested ones once."""
    elapsed = clock() - recorder.root.start
    timed = [row for row in recorder.records if row[_STAGE] in _TIMED]
    stages = {row[_ID]: row[_STAGE] for row in timed}
    sums: dict[str, tuple[int, int]] = {}
    for stage, name in _TIMED.items():
        lengths = [
            row[_END] - row[_START]
            for row in timed
            if row[_STAGE] == stage and stages.get(row[_PARENT]) != stage
        ]
        if lengths:
            sums[name] = (sum(lengths), len(lengths))
    if "db" in sums:  # connecting and committing take the database's time, but ask nothing
        asked = sum(row[_DESCRIBE] is describe_statement for row in timed)
        sums["db"] = (sums["db"][0], asked)
    return elapsed, sums


def _add_server_timing(
    response: HttpResponseBase, profile_id: str, elapsed: int, sums: dict[str, tuple[int, int]]
) -> None:
    metrics = [f'cycleprof;desc="{profile_id}";dur={elapsed / 1e6:.2f}']
    for name, (total, count) in sums.items():
        unit = "query" if name == "db" else "call"
        plural = {"query": "queries", "call": "calls"}[unit] if count != 1 else unit
        metrics.append(f'{name};dur={total / 1e6:.2f};desc="{count} {plural}"')
    kept = [existing] if (existing := response.headers.get("Server-Timing")) else []
    room = _MOST_METRICS - sum(value.count(",") + 1 for value in kept)
    for metric in metrics[: max(room, 0)]:  # proxies refuse long headers
        if len(", ".join([*kept, metric])) <= _LONGEST_TIMING:
            kept.append(metric)
    if kept:
        response.headers["Server-Timing"] = ", ".join(kept)
