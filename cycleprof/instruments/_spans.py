"""Hooks that put one span around each call of a function, sync or async."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any, NamedTuple

from asgiref.sync import iscoroutinefunction

from cycleprof.frames import Site, call_site
from cycleprof.model import Stage
from cycleprof.recorder import ACTIVE, Describe, Scope, clock
from cycleprof.records import owner

EVENT = "cycleprof.event"
"""Attribute of spans of stage ``signal``: which sort of event this is, such as ``log`` or ``auth``.

That stage is the timeline's lane of events: receivers, on_commit callbacks, log records, sessions,
permission checks and messages. The stages are few on purpose, so the sort is an attribute.
"""

After = Callable[[Scope, "Call", Any], None]


class Call(NamedTuple):
    """What a hook keeps of a call until it is described."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    site: Site | None


class Hook:
    """How the calls of one function are recorded.

    ``describe`` gets the :class:`Call`. ``after(span, call, result)`` may add notes once the call
    has returned. ``located`` has the call's line looked up, which costs some microseconds.
    ``whole`` makes calls on the same object within the call a part of it, such as the sync method
    that an async one ends in.
    """

    __slots__ = ("after", "describe", "located", "stage", "whole")

    def __init__(
        self,
        stage: Stage,
        describe: Describe,
        after: After | None = None,
        *,
        located: bool = False,
        whole: bool = False,
    ) -> None:
        self.stage = stage
        self.describe = describe
        self.after = after
        self.located = located
        self.whole = whole

    def __call__(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """The replacement of ``original``, for ``Patches.replace``."""
        if iscoroutinefunction(original):
            return self._async_hook(original)
        return self._sync_hook(original)

    def _sync_hook(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def hook(*args: Any, **kwargs: Any) -> Any:
            scope = ACTIVE.get()
            if scope is None or (self.whole and self._is_part(scope, args)):
                return original(*args, **kwargs)
            site = self._site(scope, sys._getframe(1)) if self.located else None
            call = Call(args, kwargs, site)
            span = scope.enter(self.stage, self.describe, call)
            try:
                result = original(*args, **kwargs)
            except BaseException as error:
                span.fail(error)
                raise
            if self.after is not None:
                self._finish(span, call, result)
            span.leave()
            return result

        return hook

    def _async_hook(self, original: Callable[..., Any]) -> Callable[..., Any]:
        async def hook(*args: Any, **kwargs: Any) -> Any:
            scope = ACTIVE.get()
            if scope is None or (self.whole and self._is_part(scope, args)):
                return await original(*args, **kwargs)
            site = self._site(scope, sys._getframe(1)) if self.located else None
            call = Call(args, kwargs, site)
            span = scope.enter(self.stage, self.describe, call)
            try:
                result = await original(*args, **kwargs)
            except BaseException as error:
                span.fail(error)
                raise
            if self.after is not None:
                self._finish(span, call, result)
            span.leave()
            return result

        return hook

    def _is_part(self, scope: Scope, args: tuple[Any, ...]) -> bool:
        try:
            return scope.describe is self.describe and scope.raw.args[0] is args[0]
        except Exception as error:
            scope.recorder.fault(owner(self.describe), error)
            return False

    def _site(self, scope: Scope, frame: FrameType) -> Site | None:
        try:
            return call_site(frame)
        except Exception as error:
            scope.recorder.fault(owner(self.describe), error)
            return None

    def _finish(self, span: Scope, call: Call, result: Any) -> None:
        """Run ``after``; what it cannot read of the application's objects stays unknown."""
        after = self.after
        if after is None:
            return
        try:
            after(span, call, result)
        except Exception as error:
            instrument = owner(after)
            failure = f"{type(error).__name__} in {instrument} while reading the result"
            span.note("cycleprof.error", failure)
            span.recorder.fault(instrument, error)


class _Keys(dict[str, tuple[str, str]]):
    """The two attributes of a tally, by its name; made once."""

    def __missing__(self, name: str) -> tuple[str, str]:
        keys = self[name] = (f"{name}.count", f"{name}.ns")
        return keys


_keys = _Keys()


def tally(scope: Scope, name: str, elapsed_ns: int) -> None:
    """Count a call that is too small for a span of its own: ``name.count`` and ``name.ns``."""
    try:
        count, total = _keys[name]
        notes: Any = scope.notes
        if notes is None:
            notes = scope.notes = {}
        notes[count] = notes.get(count, 0) + 1
        notes[total] = notes.get(total, 0) + elapsed_ns
    except Exception as error:
        scope.recorder.fault(name.removeprefix("cycleprof."), error)


def tallied(
    scope: Scope, name: str, function: Callable[..., Any], /, *args: Any, **kwargs: Any
) -> Any:
    """Call the function and :func:`tally` what it took."""
    start = clock()
    try:
        return function(*args, **kwargs)
    finally:
        tally(scope, name, clock() - start)


def dotted(target: Any) -> str:
    """The dotted path of a function, a method, a class, or of an object's class."""
    target = bare(target)
    named = target if hasattr(target, "__qualname__") else type(target)
    return f"{named.__module__}.{named.__qualname__}"


def bare(target: Any) -> Any:
    """The function that a partial or a bound method calls; anything else as it is."""
    while isinstance(target, partial):
        target = target.func
    return getattr(target, "__func__", target)
