"""Steps that held up the event loop, and with it every other request of the process.

A callback runs in a context, and the context tells whose work it is: so the span goes to the
request that blocked. Loops that are not asyncio's own, such as uvloop, run their callbacks where
nobody can look. There the steps of the view are timed as they are taken, and those of tasks that it
starts are not seen; the handler's span names the loop.
"""

from __future__ import annotations

from asyncio import BaseEventLoop, Handle, get_running_loop
from collections.abc import Callable, Coroutine, Generator
from functools import partial
from types import coroutine
from typing import Any

from django.core.handlers.base import BaseHandler

from cycleprof.frames import resolve
from cycleprof.instruments._guard import harmless
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._watchdog import Sighting, Watchdog
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details, Scope, clock

BLOCKED_NS = 50_000_000
"""From how long on one step counts as blocking, in nanoseconds."""

_watchdog = Watchdog(BLOCKED_NS)


def install(patches: Patches) -> None:
    # Private; asyncio's own debug mode times the same method.
    patches.replace(Handle, "_run", _run)
    patches.replace(BaseHandler, "_get_response_async", _answer)  # private: resolver and view


def _run(original: Callable[[Any], None]) -> Callable[[Any], None]:
    def _run(self: Any) -> None:
        scope = self._context.get(ACTIVE)
        # A cycle without a task began in a thread: the loop is its own, and nobody else waits.
        if scope is None or scope.recorder.root.task is None:
            return original(self)
        since = _watchdog.begin()
        try:
            original(self)
        finally:
            if _watchdog.end(since) >= BLOCKED_NS:
                _blocked(since, scope)
        return None

    return _run


def _answer(original: Callable[..., Any]) -> Callable[..., Any]:
    async def _get_response_async(self: Any, request: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None or isinstance(get_running_loop(), BaseEventLoop):
            return await original(self, request)
        loop = type(get_running_loop())
        scope.note("cycleprof.loop", f"{loop.__module__}.{loop.__qualname__}")
        return await _stepped(original(self, request), scope)

    return _get_response_async


@coroutine
def _stepped(work: Coroutine[Any, Any, Any], scope: Scope) -> Generator[Any, Any, Any]:
    """Run a coroutine like ``await``, with a watch on each of its steps."""
    steps = work.__await__()
    step = partial(steps.send, None)
    while True:
        since = _watchdog.begin()
        try:
            awaited = step()
        except StopIteration as end:
            return end.value
        finally:
            if _watchdog.end(since) >= BLOCKED_NS:
                _blocked(since, scope)
        try:
            step = partial(steps.send, (yield awaited))
        except BaseException as error:
            step = partial(steps.throw, error)


@harmless
def _blocked(since: int | None, scope: Scope) -> None:
    if since is None:
        return
    end = clock()
    span = scope.open(Stage.SERVER, _describe, (end - since, _watchdog.seen(since))).begin()
    span.start = since
    span.end(end, "ok")


def _describe(raw: tuple[int, Sighting]) -> Details:
    """Its line is where the step was found to be when it had taken that long."""
    elapsed_ns, (spot, calls) = raw
    attributes: dict[str, Attribute] = {"cycleprof.loop.blocked_ns": elapsed_ns}
    site = resolve(spot)
    if site is not None:
        site = site._replace(callers=calls)
    return Details("event loop blocked", site, attributes, overlay=True)
