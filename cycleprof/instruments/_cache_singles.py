"""Operations on one key that a backend does by itself, as most are: recorded in one go at the end.

Nothing is open while they run, which would cost as much as they do. What happens within them, such
as a query for a value that is pickled, becomes theirs afterwards.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import Any, Final

from cycleprof.frames import Spot, spot_at
from cycleprof.instruments._cache_calls import MISSING, Operation, describe, describe_single
from cycleprof.model import Stage
from cycleprof.recorder import ACTIVE, Scope, clock

Recorded = Callable[[Scope, Operation], Any]
"""Runs and records an operation that is more than a single one."""

_NAME = "cache"
_STAGE: Final = Stage.CACHE
_SHAPES: dict[str, tuple[str, ...]] = {
    "get": ("self", "key", "default", "version"),
    "set": ("self", "key", "value", "timeout", "version"),
    "add": ("self", "key", "value", "timeout", "version"),
    "delete": ("self", "key", "version"),
    "has_key": ("self", "key", "version"),
}
"""The arguments of those that are worth it, as Django's backends take them."""


def is_single(function: Callable[..., Any], name: str, operations: frozenset[str]) -> bool:
    """Whether an operation takes the usual arguments, and none of the others does its work."""
    shape, code = _SHAPES.get(name), getattr(function, "__code__", None)
    if shape is None or code is None or operations.intersection(code.co_names):
        return False
    parameters = inspect.signature(function, follow_wrapped=False).parameters.values()
    usual = all(one.kind is one.POSITIONAL_OR_KEYWORD for one in parameters)
    return usual and tuple(one.name for one in parameters) == shape


def single(original: Callable[..., Any], name: str, plan: Any, whole: Recorded) -> Any:
    """The hook for an operation that :func:`is_single`."""
    make = {"get": _get, "set": _write, "add": _write}.get(name, _ask)
    hook = make(original, name, plan, whole)
    hook.__defaults__ = original.__defaults__
    return hook


def _begin(scope: Scope) -> tuple[int, Spot | None, int]:
    """How many records there are, the line that asks, and the time."""
    recorder, spot = scope.recorder, None
    since = len(recorder.records)
    try:
        asked = 0 if since & 7 else clock()
        spot = spot_at(sys._getframe(2))
        start = clock()
        if asked:  # as for other spans, one in eight is measured
            recorder.overhead_ns += (start - asked) * 8
    except Exception as error:
        recorder.fault(_NAME, error)
        start = clock()
    return since, spot, start


def _size(scope: Scope, value: Any) -> int | None:
    """The length of a text; anything else would have to be pickled to be measured."""
    try:
        return len(value) if isinstance(value, (str, bytes)) else None
    except Exception as error:
        scope.recorder.fault(_NAME, error)
        return None


def _as_whole(  # noqa: PLR0913, PLR0917 - what a hook knows of a call
    scope: Scope,
    cache: Any,
    name: str,
    args: tuple[Any, ...],
    plan: Any,
    whole: Recorded,
    original: Callable[..., Any],
) -> Any:
    try:
        operation = Operation(cache, name, args, {}, plan)
    except Exception as error:
        scope.recorder.fault(_NAME, error)
        return original(cache, *args)
    return whole(scope, operation)


def _get(original: Callable[..., Any], name: str, plan: Any, whole: Recorded) -> Any:
    def get(self: Any, key: Any, default: Any, version: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, key, default, version)
        if scope.describe is describe or callable(default):  # a backend might call the default
            return _as_whole(scope, self, name, (key, default, version), plan, whole, original)
        since, spot, start = _begin(scope)
        try:
            found = original(self, key, MISSING, version)
        except BaseException as error:
            raw: Any = (self, name, key, spot, None, None, type(error))
            scope.leaf(_STAGE, describe_single, raw, start, "error", since)
            raise
        hit = found is not MISSING
        size = None if found.__class__ in _PLAIN else _size(scope, found)
        raw = (self, name, key, spot, hit, size, None)
        scope.leaf(_STAGE, describe_single, raw, start, "ok", since)
        return found if hit else default

    return get


def _write(original: Callable[..., Any], name: str, plan: Any, whole: Recorded) -> Any:
    def write(self: Any, key: Any, value: Any, timeout: Any, version: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, key, value, timeout, version)
        if scope.describe is describe:
            given = (key, value, timeout, version)
            return _as_whole(scope, self, name, given, plan, whole, original)
        since, spot, start = _begin(scope)
        try:
            result = original(self, key, value, timeout, version)
        except BaseException as error:
            raw: Any = (self, name, key, spot, None, None, type(error))
            scope.leaf(_STAGE, describe_single, raw, start, "error", since)
            raise
        changed = result if result.__class__ is bool else None
        size = None if value.__class__ in _PLAIN else _size(scope, value)
        raw = (self, name, key, spot, changed, size, None)
        scope.leaf(_STAGE, describe_single, raw, start, "ok", since)
        return result

    return write


def _ask(original: Callable[..., Any], name: str, plan: Any, whole: Recorded) -> Any:
    def ask(self: Any, key: Any, version: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, key, version)
        if scope.describe is describe:
            return _as_whole(scope, self, name, (key, version), plan, whole, original)
        since, spot, start = _begin(scope)
        try:
            result = original(self, key, version)
        except BaseException as error:
            raw: Any = (self, name, key, spot, None, None, type(error))
            scope.leaf(_STAGE, describe_single, raw, start, "error", since)
            raise
        answer = result if result.__class__ is bool else None
        scope.leaf(
            _STAGE, describe_single, (self, name, key, spot, answer, None, None),
            start, "ok", since,
        )  # fmt: skip
        return result

    return ask


_PLAIN = frozenset({int, bool, float, type(None), list, dict, tuple, set, object})
"""Types that are no texts, for sure: found out without a call."""
