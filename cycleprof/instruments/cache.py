"""Every operation on a cache, sync or async: key, alias, backend, and whether it hit.

The methods are hooked on the backends' classes, when Django makes the first instance of each, so
instances bound before and made by hand are seen as well. An operation that is made of others on
the same key, such as ``get_or_set``, is one span.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

from asgiref.sync import iscoroutinefunction
from django.core.cache import CacheHandler, caches

from cycleprof.frames import spot_at
from cycleprof.instruments._cache_calls import Operation, describe, name_alias
from cycleprof.instruments._cache_singles import Recorded, is_single, single
from cycleprof.instruments._classes import Classes
from cycleprof.instruments._guard import harmless
from cycleprof.instruments._patch import Patches
from cycleprof.model import Stage
from cycleprof.recorder import ACTIVE, Scope

_OPERATIONS = (
    "get", "set", "add", "touch", "delete", "get_many", "set_many", "delete_many", "get_or_set",
    "has_key", "incr", "decr", "clear",
)  # fmt: skip
_NAME = "cache"
_STAGE: Final = Stage.CACHE
_NAMES = frozenset(_OPERATIONS)
_DEFAULT_AT = 1


def install(patches: Patches) -> None:
    hooks = {f"{way}{name}": _hook(name) for name in _OPERATIONS for way in ("", "a")}
    classes = Classes(patches, hooks)

    def create(original: Callable[..., Any]) -> Callable[..., Any]:
        def create_connection(self: CacheHandler, alias: str) -> Any:
            cache = original(self, alias)
            _adopt(cache, alias, classes)
            return cache

        return create_connection

    patches.replace(CacheHandler, "create_connection", create)
    opened: Any = caches._connections  # type: ignore[attr-defined]  # private
    for alias in caches:
        if hasattr(opened, alias):
            _adopt(caches[alias], alias, classes)


def _adopt(cache: Any, alias: str, classes: Classes) -> None:
    name_alias(cache, alias)
    classes.adopt(type(cache))


def _hook(operation: str) -> Callable[..., Any]:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        plan = _default_of(original) if operation == "get" else None
        if iscoroutinefunction(original):
            return _async_hook(original, operation, plan)
        whole = _whole(original)
        if is_single(original, operation, _NAMES):
            return single(original, operation, plan, whole)  # type: ignore[no-any-return]  # a function
        return _sync_hook(original, operation, plan, whole)

    return make


def _sync_hook(
    original: Callable[..., Any], name: str, plan: Any, whole: Recorded
) -> Callable[..., Any]:
    def operate(self: Any, *args: Any, **kwargs: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, *args, **kwargs)
        try:
            call = Operation(self, name, args, kwargs, plan)
        except Exception as error:
            scope.recorder.fault(_NAME, error)
            return original(self, *args, **kwargs)
        return whole(scope, call)

    return operate


def _whole(original: Callable[..., Any]) -> Recorded:
    def record(scope: Scope, call: Operation) -> Any:
        part_of = _enclosing(scope, call)
        if part_of is not None:
            return call.give_back(original(call.cache, *call.args, **call.kwargs), part_of)
        span = _opened(scope, call, sys._getframe(2))
        with span:
            return call.give_back(original(call.cache, *call.args, **call.kwargs), span)

    return record


def _opened(scope: Scope, call: Operation, caller: FrameType) -> Scope:
    span = scope.open(_STAGE, describe, call)
    try:
        call.spot = spot_at(caller)
    except Exception as error:
        scope.recorder.fault(_NAME, error)
    return span


def _async_hook(original: Callable[..., Any], name: str, plan: Any) -> Callable[..., Any]:
    async def operate(self: Any, *args: Any, **kwargs: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return await original(self, *args, **kwargs)
        try:
            call = Operation(self, name, args, kwargs, plan)
        except Exception as error:
            scope.recorder.fault(_NAME, error)
            return await original(self, *args, **kwargs)
        part_of = _enclosing(scope, call)
        if part_of is not None:
            return call.give_back(await original(self, *call.args, **call.kwargs), part_of)
        span = _opened(scope, call, sys._getframe(1))
        with span:
            return call.give_back(await original(self, *call.args, **call.kwargs), span)

    return operate


@harmless
def _enclosing(scope: Scope, call: Operation) -> Scope | None:
    """The operation on the same cache and key that this one is a part of, if any."""
    if scope.describe is not describe:
        return None
    outer = scope.raw
    return scope if outer.cache is call.cache and outer.covers(call.key) else None


def _default_of(get: Callable[..., Any]) -> Any:
    """The value that a backend's ``get`` gives back on a miss when it is asked without a default.

    ``inspect.Parameter.empty`` if it does not take one the way Django's backends do.
    """
    parameters = list(inspect.signature(get).parameters.values())
    place = _DEFAULT_AT + 1  # self, key, default
    if len(parameters) > place and parameters[place].name == "default":
        return parameters[place].default
    return inspect.Parameter.empty
