"""Crossings between an event loop and threads: how many, and how long each side waited.

They are counted on the span in which they occur. A call that waited long for its thread, because
another was still in it, gets a span for the wait.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from copy import copy
from functools import partial
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


class _Hop:
    """One call on its way into a thread and back, as readings of the recorder's clock."""

    __slots__ = ("done", "scope", "set_out")

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.set_out = clock()
        self.done: int | None = None


def _to_thread(original: Callable[..., Any]) -> Callable[..., Any]:
    async def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807 - its name
        scope = ACTIVE.get()
        if scope is None:
            return await original(self, *args, **kwargs)
        hop = _Hop(scope)
        timed = _timed(self, hop)
        if timed is None:
            return await original(self, *args, **kwargs)
        try:
            return await original(timed, *args, **kwargs)
        finally:
            if hop.done is not None:
                tally(scope, "cycleprof.loop_wait", clock() - hop.done)

    return __call__


@harmless
def _timed(call: Any, hop: _Hop) -> Any:
    """The same call, whose function tells when it is reached; the original is everybody's."""
    if type(call) is SyncToAsync:  # copy() takes a few microseconds for the same
        timed: Any = object.__new__(SyncToAsync)
        vars(timed).update(vars(call))
    else:
        timed = copy(call)
    timed.func = partial(_run, hop, call.func)
    return timed


def _run(hop: _Hop, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    scope = ACTIVE.get()
    if scope is not hop.scope:  # the call has a context of its own
        return function(*args, **kwargs)
    _arrive(hop, scope)
    visit = visitors.get(scope.recorder.id)
    try:
        if visit is None:
            return function(*args, **kwargs)
        with visit():
            return function(*args, **kwargs)
    finally:
        hop.done = clock()


@harmless
def _arrive(hop: _Hop, scope: Scope) -> None:
    set_out, now = hop.set_out, clock()
    tally(scope, "cycleprof.thread_wait", now - set_out)
    if now - set_out >= _LONG_WAIT_NS:
        wait = scope.open(Stage.SERVER, _describe_wait, None).begin()
        wait.start = set_out
        wait.end(now, "ok")


def _to_loop(original: Callable[..., Any]) -> Callable[..., Any]:
    def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807 - its name
        scope = ACTIVE.get()
        if scope is None:
            return original(self, *args, **kwargs)
        return tallied(scope, "cycleprof.async_to_sync", original, self, *args, **kwargs)

    return __call__


def _describe_wait(_: None) -> Details:
    return Details("waiting for a thread")
