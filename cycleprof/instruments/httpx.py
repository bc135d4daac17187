"""Outgoing HTTP by httpx, sync and async: one span per ``send``, redirects included."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from cycleprof.instruments._imports import after_import
from cycleprof.instruments._outgoing import describe, size
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import Call, Hook
from cycleprof.model import Stage
from cycleprof.recorder import Details, Scope


def install(patches: Patches) -> None:
    after_import(patches, "httpx", _install)


def _install(patches: Patches, module: ModuleType) -> None:
    send = Hook(Stage.HTTP, _describe, after=_note_response, located=True)
    patches.replace(module.Client, "send", send)
    patches.replace(module.AsyncClient, "send", send)


def _note_response(span: Scope, call: Call, response: Any) -> None:
    span.note("http.response.status_code", response.status_code)
    span.note("http.response.body.size", size(response.headers.get("Content-Length")))
    span.note("http.request.body.size", size(call.args[1].headers.get("Content-Length")))
    if response.history:
        span.note("http.request.resend_count", len(response.history))


def _describe(call: Call) -> Details:
    request = call.args[1] if len(call.args) > 1 else call.kwargs["request"]
    url = request.url
    port = url.port or {"http": 80, "https": 443}.get(url.scheme)
    return describe(request.method, url.scheme, url.host, port, url.path, call.site)
