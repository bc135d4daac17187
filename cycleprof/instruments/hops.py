"""Crossings between an event loop and threads: how many, and how long each side waited.

They are counted on the span in which they occur. A call that waited long for its thread, because
another was still in it, gets a span for the wait.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from copy import copy
from functools import wraps
from typing import Any

from asgiref.sync import AsyncToSync, SyncToAsync

from cycleprof.instruments._guard import harmless
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import tallied, tally
from cycleprof.model import Stage
from cycleprof.recorder import ACTIVE, Details, Scope, clock

_LONG_WAIT_NS = 5_000_000

visitors: dict[str, Callable[[], AbstractContextManager[None]]] = {}
"""What goes along into each thread that a recording's event loop calls, by the recording's id."""


def install(patches: Patches) -> None:
    patches.replace(SyncToAsync, "__call__", _to_thread)
    patches.replace(AsyncToSync, "__call__", _to_loop)


def _to_thread(original: Callable[..., Any]) -> Callable[..., Any]:
    async def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807 - its name
        scope = ACTIVE.get()
        if scope is None:
            return await original(self, *args, **kwargs)
        timed = _prepared(self)
        if timed is None:
            return await original(self, *args, **kwargs)
        # Copied with the context into the thread, where it tells when the call set out.
        hop = scope.open(Stage.SERVER, _describe_wait, None)
        hop.before = scope
        hop.start = clock()
        ACTIVE.set(hop)
        try:
            return await original(timed, *args, **kwargs)
        finally:
            ACTIVE.set(scope)
            if hop.raw is not None:
                tally(scope, "cycleprof.loop_wait", clock() - hop.raw)

    return __call__


@harmless
def _prepared(call: Any) -> Any:
    timed = copy(call)  # the original is shared by all its callers
    timed.func = _timed(call.func)
    return timed


def _timed(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        hop = ACTIVE.get()
        if hop is None or hop.describe is not _describe_wait or hop.before is None:
            return function(*args, **kwargs)
        ACTIVE.set(hop.before)
        _arrive(hop, hop.before)
        visit = visitors.get(hop.recorder.id)
        try:
            if visit is None:
                return function(*args, **kwargs)
            with visit():
                return function(*args, **kwargs)
        finally:
            hop.raw = clock()

    return run


@harmless
def _arrive(hop: Scope, scope: Scope) -> None:
    set_out, now = hop.start, clock()
    tally(scope, "cycleprof.thread_wait", now - set_out)
    if now - set_out >= _LONG_WAIT_NS:
        hop.begin()
        hop.start = set_out
        hop.end(now, "ok")


def _to_loop(original: Callable[..., Any]) -> Callable[..., Any]:
    def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807 - its name
        scope = ACTIVE.get()
        if scope is None:
            return original(self, *args, **kwargs)
        return tallied(scope, "cycleprof.async_to_sync", original, self, *args, **kwargs)

    return __call__


def _describe_wait(_: int | None) -> Details:
    return Details("waiting for a thread")
