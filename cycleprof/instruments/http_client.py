"""Outgoing HTTP by http.client, which urllib, urllib3 and requests are built upon.

A request lasts from its first line until the response's headers are there; reading the body is
up to the application.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from http.client import HTTPConnection, HTTPSConnection
from types import FrameType
from typing import Any

from cycleprof.frames import Site, call_site
from cycleprof.instruments._guard import harmless
from cycleprof.instruments._outgoing import describe, size
from cycleprof.instruments._patch import Patches
from cycleprof.model import Stage
from cycleprof.recorder import ACTIVE, Details, Scope, clock

_SPAN = "_cycleprof_span"
"""A connection carries one request at a time, and the span of that one."""


def install(patches: Patches) -> None:
    patches.replace(HTTPConnection, "putrequest", _putrequest)
    patches.replace(HTTPConnection, "putheader", _putheader)
    patches.replace(HTTPConnection, "endheaders", _endheaders)
    patches.replace(HTTPConnection, "getresponse", _getresponse)


def _putrequest(original: Callable[..., Any]) -> Callable[..., Any]:
    def putrequest(self: Any, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, method, url, *args, **kwargs)
        span = _begin(self, method, url, scope, sys._getframe(1))
        if span is None:
            return original(self, method, url, *args, **kwargs)
        return _ending_on_error(span, self, original, method, url, *args, **kwargs)

    return putrequest


@harmless
def _begin(connection: Any, method: str, url: str, scope: Scope, frame: FrameType) -> Scope:
    secure = isinstance(connection, HTTPSConnection)
    raw = (method, secure, connection.host, connection.port, url, call_site(frame))
    span = scope.open(Stage.HTTP, _describe, raw).begin()
    vars(connection)[_SPAN] = span
    return span


def _putheader(original: Callable[..., Any]) -> Callable[..., Any]:
    def putheader(self: Any, header: Any, *values: Any) -> Any:
        span = vars(self).get(_SPAN)
        if span is None:
            return original(self, header, *values)
        _note_header(span, header, values)
        return original(self, header, *values)

    return putheader


@harmless
def _note_header(span: Scope, header: Any, values: tuple[Any, ...]) -> None:
    name = header.decode("latin-1") if isinstance(header, bytes) else str(header)
    if name.lower() == "content-length" and values:
        span.note("http.request.body.size", size(str(values[0])))


def _endheaders(original: Callable[..., Any]) -> Callable[..., Any]:
    def endheaders(self: Any, *args: Any, **kwargs: Any) -> Any:
        span = vars(self).get(_SPAN)
        if span is None:
            return original(self, *args, **kwargs)
        return _ending_on_error(span, self, original, *args, **kwargs)  # it connects and sends

    return endheaders


def _getresponse(original: Callable[..., Any]) -> Callable[..., Any]:
    def getresponse(self: Any, *args: Any, **kwargs: Any) -> Any:
        span = vars(self).get(_SPAN)
        if span is None:
            return original(self, *args, **kwargs)
        response = _ending_on_error(span, self, original, *args, **kwargs)
        vars(self).pop(_SPAN, None)
        _note_response(span, response)
        span.end(clock(), "ok")
        return response

    return getresponse


@harmless
def _note_response(span: Scope, response: Any) -> None:
    span.note("http.response.status_code", response.status)
    span.note("http.response.body.size", size(response.headers.get("Content-Length")))


def _ending_on_error(
    span: Scope, connection: Any, call: Callable[..., Any], *args: Any, **kwargs: Any
) -> Any:
    try:
        return call(connection, *args, **kwargs)
    except BaseException as error:
        vars(connection).pop(_SPAN, None)
        kind = type(error)
        span.note("exception.type", f"{kind.__module__}.{kind.__qualname__}")
        span.end(clock(), "error")
        raise


def _describe(raw: tuple[str, bool, str, int | None, str, Site | None]) -> Details:
    method, secure, host, port, url, site = raw
    path = url if url.startswith("/") else "/" + url.partition("://")[2].partition("/")[2]
    return describe(method, "https" if secure else "http", host, port, path, site)
