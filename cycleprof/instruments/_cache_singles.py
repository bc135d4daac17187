"""Operations on one key that a backend does by itself, as most are: recorded in one go at the end.

Nothing is open while they run, which would cost as much as they do. What happens within them, such
as a query for a value that is pickled, becomes theirs afterwards.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from threading import get_ident
from typing import Any, Final

from cycleprof.frames import spot_at, straight
from cycleprof.instruments._cache_calls import MISSING, Operation, describe, describe_single
from cycleprof.model import Stage
from cycleprof.recorder import ACTIVE, Scope, clock

Recorded = Callable[[Scope, Operation], Any]
"""Runs and records an operation that is more than a single one."""

_NAME = "cache"
_STAGE: Final = Stage.CACHE
_getframe = sys._getframe
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


def _keep(  # noqa: PLR0913, PLR0917 - the parts of Single: a tuple of them would be one more
    scope: Scope, cache: Any, name: str, key: Any, answer: bool | None, size: int | None,
    error: type[BaseException] | None, start: int, since: int,
) -> None:  # fmt: skip
    """Record an operation as :meth:`Scope.leaf` does, but by one tuple in all.

    ``start`` is when it began, ``since`` how many records there were. Who asked for it is looked up
    now: it still stands where it did.
    """
    try:
        end, thread, recorder = clock(), get_ident(), scope.recorder
        frame = _getframe(2)
        place: Any = frame.f_code
        position = None
        if place.co_filename in straight:  # which spares the call of spot_at(), and a tuple
            position = frame.f_lasti
        else:
            place = spot_at(frame)
        number, records = next(recorder.ids), recorder.records
        row = (
            number, scope.id, _STAGE, describe_single, None, start, end, thread, scope.task,
            "ok" if error is None else "error", None,
            cache, name, key, place, position, answer, size, error,
        )  # fmt: skip
        if len(records) == since < recorder.limit and thread in recorder.threads:
            records.append(row)
        else:
            scope.keep(row, since)
        if not number & 7:  # as for other spans, one in eight is measured
            recorder.overhead_ns += (clock() - end) * 8
    except Exception as failure:
        scope.recorder.fault(_NAME, failure)


def _size(scope: Scope, value: Any) -> int | None:
    """The length of a text; anything else would have to be pickled to be measured."""
    try:
        return len(value) if issubclass(type(value), (str, bytes)) else None
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
        whole_one = default is not None and callable(default)  # a backend might call it
        if whole_one or scope.describe is describe:
            return _as_whole(scope, self, name, (key, default, version), plan, whole, original)
        since, start = len(scope.recorder.records), clock()
        try:
            found = original(self, key, MISSING, version)
        except BaseException as error:
            _keep(scope, self, name, key, None, None, type(error), start, since)
            raise
        hit = found is not MISSING
        size = None if type(found) in _PLAIN else _size(scope, found)
        _keep(scope, self, name, key, hit, size, None, start, since)
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
        since, start = len(scope.recorder.records), clock()
        try:
            result = original(self, key, value, timeout, version)
        except BaseException as error:
            _keep(scope, self, name, key, None, None, type(error), start, since)
            raise
        changed = result if type(result) is bool else None
        size = None if type(value) in _PLAIN else _size(scope, value)
        _keep(scope, self, name, key, changed, size, None, start, since)
        return result

    return write


def _ask(original: Callable[..., Any], name: str, plan: Any, whole: Recorded) -> Any:
    def ask(self: Any, key: Any, version: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, key, version)
        if scope.describe is describe:
            return _as_whole(scope, self, name, (key, version), plan, whole, original)
        since, start = len(scope.recorder.records), clock()
        try:
            result = original(self, key, version)
        except BaseException as error:
            _keep(scope, self, name, key, None, None, type(error), start, since)
            raise
        answer = result if type(result) is bool else None
        _keep(scope, self, name, key, answer, None, None, start, since)
        return result

    return ask


_PLAIN = frozenset({int, bool, float, type(None), list, dict, tuple, set, object})
"""Types that are no texts, for sure: found out without a call."""
