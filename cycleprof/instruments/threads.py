"""Work that a request hands to threads stays part of the request."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from typing import Any

from cycleprof.instruments._guard import harmless
from cycleprof.instruments._patch import Patches
from cycleprof.recorder import ACTIVE, Scope


def install(patches: Patches) -> None:
    patches.replace(Thread, "start", _start)
    patches.replace(ThreadPoolExecutor, "submit", _submit)


def _start(original: Callable[..., Any]) -> Callable[..., Any]:
    def start(self: Thread) -> None:
        scope = ACTIVE.get()
        if scope is None or scope.recorder.closed:
            return original(self)  # type: ignore[no-any-return]  # returns None
        _accompany(self, scope)
        return original(self)  # type: ignore[no-any-return]  # returns None

    return start


@harmless
def _accompany(thread: Thread, scope: Scope) -> None:
    own, run = vars(thread).get("run"), thread.run
    # An instance attribute, gone when the thread runs, so that nothing refers back to itself.
    thread.run = lambda: _run_thread(thread, own, run, scope)  # type: ignore[method-assign]


def _run_thread(thread: Thread, own: Any, run: Callable[[], None], scope: Scope) -> None:
    ACTIVE.set(scope)  # the thread's context is its own and ends with it
    _restore(thread, own)
    run()


@harmless
def _restore(thread: Thread, own: Any) -> None:
    if own is None:
        del thread.run
    else:
        thread.run = own  # type: ignore[method-assign]  # as the application had it


def _submit(original: Callable[..., Any]) -> Callable[..., Any]:
    def submit(
        self: ThreadPoolExecutor, fn: Callable[..., Any], /, *args: Any, **kwargs: Any
    ) -> Any:
        scope = ACTIVE.get()
        if scope is None or scope.recorder.closed:
            return original(self, fn, *args, **kwargs)
        ACTIVE.set(None)  # a worker started here outlives the request: it must not inherit it
        try:
            return original(self, _run_task, scope, fn, args, kwargs)
        finally:
            ACTIVE.set(scope)

    return submit


def _run_task(
    scope: Scope, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    before = ACTIVE.get()
    ACTIVE.set(scope)
    try:
        return fn(*args, **kwargs)
    finally:
        ACTIVE.set(before)
