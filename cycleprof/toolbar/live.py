"""New profiles as they come, by server-sent events.

Under ASGI the answer stays open. A WSGI server would lose a worker to each of them: there it gives
what is new and ends, and the browser asks again by itself after ``retry``, with the id of the last
event that it saw. So the browser's code is the same for both, and may see an event twice.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from threading import Event

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from cycleprof import serialize
from cycleprof.model import Summary
from cycleprof.runtime import find, get_runtime
from cycleprof.stores import Query, Slice
from cycleprof.toolbar.answers import ApiError, private
from cycleprof.toolbar.api import read_query
from cycleprof.toolbar.farewell import staying_open

_STEP_SECONDS = 0.5
_BEAT_SECONDS = 15.0
_RETRY_MS = 2_000
_MOST = 200
_WINDOW_MS = 60_000  # a profile's id tells its start; one that took long comes after younger ones
_ID = re.compile(r"[0-9a-f]{12,64}")
_TYPE = "text/event-stream"


def live_feed(request: HttpRequest) -> HttpResponseBase:
    """Each new profile that matches ``?q=`` as an event ``profile`` with its summary."""
    query = read_query(request)
    last = _last_seen(request)
    response: HttpResponseBase
    if hasattr(request, "scope"):
        response = StreamingHttpResponse(_stream(query, last), content_type=_TYPE)
    else:
        events = b"".join(_event(one) for one in _since(query, last, {last}))
        response = HttpResponse(_greeting(last) + events, content_type=_TYPE)
    response.headers["X-Accel-Buffering"] = "no"  # nginx would keep events back
    return private(response)


def _last_seen(request: HttpRequest) -> str:
    given = request.headers.get("Last-Event-ID") or request.GET.get("after")
    if given is None:
        return _newest()
    if not _ID.fullmatch(given):
        raise ApiError(400, "bad-cursor", f"after={given!r} is no id", "Give a profile's id.")
    return given


async def _stream(query: Query, last: str) -> AsyncIterator[bytes]:
    with staying_open() as leaving:
        yield _greeting(last)
        async for event in _events(query, last, leaving):
            yield event


async def _events(query: Query, last: str, leaving: Event) -> AsyncIterator[bytes]:
    look = sync_to_async(_since, thread_sensitive=False)
    seen: set[str] = {last}
    beat = time.monotonic()
    while not leaving.is_set():
        for summary in await look(query, last, seen):
            seen.add(summary.id)
            last = max(last, summary.id)
            yield _event(summary)
        if time.monotonic() - beat > _BEAT_SECONDS:  # so that a client who is gone is noticed
            beat = time.monotonic()
            seen = {one for one in seen if one > _window(last)}
            yield b": still here\n\n"
        await asyncio.sleep(_STEP_SECONDS)


def _since(query: Query, last: str, seen: set[str]) -> list[Summary]:
    """What came since, oldest first; also what began before the last one and ended after it."""
    found = find(query, Slice(_MOST, after=_window(last))).summaries
    new = [one for one in found[::-1] if one.id not in seen]
    return [one for one in new if one.id > last or _ended_ns(one) > _started_ns(last)]


def _started_ns(profile_id: str) -> int:
    return int(profile_id[:12], 16) * 1_000_000


def _ended_ns(summary: Summary) -> int:
    return summary.started_ns + summary.duration_ns


def _window(profile_id: str) -> str:
    return f"{max(_started_ns(profile_id) // 1_000_000 - _WINDOW_MS, 0):012x}"


def _newest() -> str:
    found = get_runtime().writer.store.find((), limit=1)
    return found[0].id if found else f"{time.time_ns() // 1_000_000:012x}"


def _greeting(last: str) -> bytes:
    """Tells when to come back, and from where on: an id without data sets only that."""
    return f"retry: {_RETRY_MS}\nid: {last}\n\n".encode()


def _event(summary: Summary) -> bytes:
    data = json.dumps(serialize.summary_document(summary))
    return f"event: profile\nid: {summary.id}\ndata: {data}\n\n".encode()
