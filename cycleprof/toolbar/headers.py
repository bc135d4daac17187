"""What a profiled response carries: id, page, timings, and the panel or why it has none."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cycleprof.conf import get_config
from cycleprof.instruments.database import describe_statement
from cycleprof.model import Stage
from cycleprof.recorder import Recorder, clock
from cycleprof.response_headers import header, put
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
_TIMED = (
    (Stage.DB, "db"),
    (Stage.TEMPLATE, "template"),
    (Stage.CACHE, "cache"),
    (Stage.HTTP, "http"),
)
Sums = dict[str, tuple[int, int]]
"""By the metric's name: nanoseconds, and how many there were."""


def decorate(request: HttpRequest, response: HttpResponseBase, recorder: Recorder) -> None:
    """Add the headers, and to a whole HTML page the panel. Never raises."""
    try:
        profile_id, base = recorder.id, prefix(request)
        elapsed, sums = _sums(recorder)
        timing = _server_timing(header(response, "Server-Timing"), profile_id, elapsed, sums)
        link = f"{base}p/{profile_id}"
        put(response, {ID: profile_id, LINK: link, "Server-Timing": timing})
        queries = sums["db"][1] if "db" in sums else 0
        reason = _add_panel(request, response, (base, profile_id, elapsed, queries))
        if reason is not None:
            response.headers[SKIP] = reason
    except Exception:
        logger.exception("cycleprof could not add its panel to %r", request.path)
        response.headers[SKIP] = FAILED


def _add_panel(request: HttpRequest, response: Any, badge: tuple[str, str, int, int]) -> str | None:
    """``badge`` is what :func:`script_tag` says."""
    if not get_config().panel:
        return "panel-off"
    refused = refusal(request)
    if refused is not None:
        return refused
    if is_cross_site(request):
        return "access: a page of another site asks"
    return inject(request, response, partial(script_tag, *badge))


def _sums(recorder: Recorder) -> tuple[int, Sums]:
    """The time so far, and for the stages worth a metric their time and count, nested ones once."""
    elapsed = clock() - recorder.root.start
    sums: Sums = {}
    # Places in a row by number, as in Record: this runs for every span of a page.
    for stage, name in _TIMED:
        found = rows = [row for row in recorder.records if row[2] is stage]
        if not rows:
            continue
        parents = {row[1] for row in rows}
        within = {row[0] for row in rows if row[0] in parents}
        if within:
            rows = [row for row in rows if row[1] not in within]
        sums[name] = (sum([row[6] - row[5] for row in rows]), len(rows))
        if stage is Stage.DB:  # connecting and committing take its time, but ask nothing
            asked = [row for row in found if row[3] is describe_statement]
            sums[name] = (sums[name][0], len(asked))
    return elapsed, sums


def _server_timing(existing: str | None, profile_id: str, elapsed: int, sums: Sums) -> str:
    metrics = [f'cycleprof;desc="{profile_id}";dur={elapsed / 1e6:.2f}']
    for name, (total, count) in sums.items():
        unit = "query" if name == "db" else "call"
        plural = {"query": "queries", "call": "calls"}[unit] if count != 1 else unit
        metrics.append(f'{name};dur={total / 1e6:.2f};desc="{count} {plural}"')
    if existing:
        metrics = _within_bounds(existing, metrics)
    return ", ".join(metrics)


def _within_bounds(existing: str, metrics: list[str]) -> list[str]:
    """What the application says there, and as many of ours as fit: proxies refuse long headers."""
    kept = [existing]
    room = _MOST_METRICS - existing.count(",") - 1
    for metric in metrics[: max(room, 0)]:
        if len(", ".join([*kept, metric])) <= _LONGEST_TIMING:
            kept.append(metric)
    return kept
