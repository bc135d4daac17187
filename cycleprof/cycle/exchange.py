"""What the root span tells of a request: the server's side of it and the kind of answer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from threading import get_ident
from typing import NamedTuple

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cycleprof.instruments.server import Entry
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import Describe, Details, Recorder, clock
from cycleprof.records import ALWAYS_ALIKE

_QUEUE_HEADERS = ("HTTP_X_REQUEST_START", "HTTP_X_QUEUE_START")
_LONGEST_QUEUE_NS = 3_600_000_000_000
_DIGITS = ((17, 1), (14, 1_000), (11, 1_000_000))


class Sent(NamedTuple):
    """What is kept of a response until it is described: not its body, which may be large."""

    status: int
    headers: Mapping[str, str]
    streaming: bool


class Exchange:
    """One request, its response once there is one, and the times that its server saw."""

    __slots__ = ("abandoned", "entry", "is_file", "request", "sent", "start", "waited_ns")

    def __init__(self, request: HttpRequest, entry: Entry | None) -> None:
        self.request = request
        self.entry = entry
        self.start = entry.entered if entry is not None else clock()
        self.waited_ns = _waited(request, self.start)
        self.sent: Sent | None = None
        self.is_file = False
        self.abandoned = False

    def record_entry(self, recorder: Recorder) -> None:
        """Add the spans of what happened before the cycle could begin."""
        entry = self.entry
        if entry is None:
            return
        position = entry.entered
        if entry.body_received is not None:
            _keep(recorder, _describe_body, position, entry.body_received)
            position = entry.body_received
        if entry.started is not None:
            _keep(recorder, _describe_started, position, entry.started)
            position = entry.started
        _keep(recorder, _describe_built, position, clock())

    def record_sending(self, recorder: Recorder) -> None:
        """Add the span from the first to the last byte of a body that was there at once."""
        entry = self.entry
        sent = self.sent
        at_once = self.is_file or sent is None or not sent.streaming
        if entry is not None and entry.response_start is not None and at_once:
            end = entry.last_byte or clock()
            _keep(recorder, _describe_sent, entry.response_start, end, Stage.RESPONSE)

    def answered(self, response: HttpResponseBase) -> None:
        self.sent = Sent(response.status_code, response.headers, response.streaming)
        self.is_file = getattr(response, "file_to_stream", None) is not None


def _keep(
    recorder: Recorder, describe: Describe, start: int, end: int, stage: Stage = Stage.SERVER
) -> None:
    root = recorder.root
    try:
        recorder.add(
            (
                next(recorder.ids), root.id, stage, describe, None,
                start, end, get_ident(), root.task, "ok", None,
            )
        )  # fmt: skip
    except Exception as error:  # noqa: BLE001 - the request begins as it would have
        recorder.fault("server", error)


def describe(exchange: Exchange) -> Details:
    """The root span of a request."""
    request, entry, sent = exchange.request, exchange.entry, exchange.sent
    software = request.META.get("SERVER_SOFTWARE") or (entry.software if entry else None)
    found: dict[str, Attribute] = {
        "cycleprof.server.software": software,
        "cycleprof.queue_ns": exchange.waited_ns,
        "cycleprof.response.kind": _kind(sent, is_file=exchange.is_file) if sent else None,
        "cycleprof.response.encoding": sent.headers.get("Content-Encoding") if sent else None,
        **_sent_along(request),
        "cycleprof.client_gone": exchange.abandoned or (entry.client_gone if entry else False),
    }
    if entry is not None:
        for name, moment in (
            ("response_start", entry.response_start),
            ("first_byte", entry.first_byte),
            ("last_byte", entry.last_byte),
        ):
            found[f"cycleprof.{name}_ns"] = moment - exchange.start if moment else None
    attributes: dict[str, Attribute] = {
        key: value for key, value in found.items() if value not in (None, False)
    }
    return Details(f"{request.method} {request.path}", attributes=attributes)


def _sent_along(request: HttpRequest) -> dict[str, Attribute]:
    """The body's type and size as declared, and the names of the cookies."""
    meta = request.META
    length = str(meta.get("CONTENT_LENGTH") or "")
    pairs = str(meta.get("HTTP_COOKIE", "")).split(";")
    # A cookie may have no name: its value is no word to tell.
    names = [name for pair in pairs if "=" in pair and (name := pair.partition("=")[0].strip())]
    return {
        "http.request.body.size": int(length) if length.isdigit() else None,
        "cycleprof.request.content_type": str(meta.get("CONTENT_TYPE") or "") or None,
        "cycleprof.cookies": names or None,
    }


def _waited(request: HttpRequest, start: int) -> int | None:
    """How long the request was on its way to us, if a proxy said when it took it."""
    for name in _QUEUE_HEADERS:
        text = request.META.get(name)
        sent = _moment(text) if text else None
        if sent is not None:
            waited = time.time_ns() - (clock() - start) - sent
            return waited if 0 <= waited < _LONGEST_QUEUE_NS else None
    return None


def _moment(text: str) -> int | None:
    """A UNIX time in nanoseconds, from one in seconds, milliseconds or microseconds."""
    try:
        value = float(text.strip().removeprefix("t="))
    except ValueError:
        return None
    digits = len(str(int(abs(value))))
    return int(value * next((factor for least, factor in _DIGITS if digits >= least), 10**9))


def _kind(sent: Sent, *, is_file: bool) -> str:
    """Of which sort an answer is, in one word."""
    if is_file:
        return "file"
    if sent.streaming:
        return "streaming"
    if 300 <= sent.status < 400:  # noqa: PLR2004 - HTTP's own numbers
        return "not modified" if sent.status == 304 else "redirect"  # noqa: PLR2004 - likewise
    if sent.status >= 400:  # noqa: PLR2004 - likewise
        return "error"
    content = sent.headers.get("Content-Type") or ""
    return "html" if "html" in content else "json" if "json" in content else "other"


def _describe_body(_: None) -> Details:
    return Details("body received")


def _describe_started(_: None) -> Details:
    return Details("request_started receivers")


def _describe_built(_: None) -> Details:
    return Details("request built")


def _describe_sent(_: None) -> Details:
    return Details("response sent")


ALWAYS_ALIKE.update((_describe_body, _describe_started, _describe_built, _describe_sent))
