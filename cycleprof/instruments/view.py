"""The view: function, class-based or async, its decorators, and the ATOMIC_REQUESTS around it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from types import FunctionType
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.core.handlers.base import BaseHandler
from django.db import connections

from cycleprof.frames import Site
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import dotted
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details

_NAME = "view"
_DEEPEST = 50


def install(patches: Patches) -> None:
    # Sync and async requests both fetch their view through this public-looking, undocumented
    # method, which is called once per request.
    patches.replace(BaseHandler, "make_view_atomic", _make_view_atomic)


def _make_view_atomic(original: Callable[..., Any]) -> Callable[..., Any]:
    def make_view_atomic(self: BaseHandler, view: Callable[..., Any]) -> Callable[..., Any]:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, view)  # type: ignore[no-any-return]  # untyped in Django
        call: Callable[..., Any] = original(self, view)
        try:
            return _recorded(call, (view, call is not view))
        except Exception as error:  # e.g. a callable without a hash
            scope.recorder.fault(_NAME, error)
            return call

    return make_view_atomic


@lru_cache(maxsize=256)
def _is_async(view: Any) -> bool:
    """Asked by asgiref, which knows the mark of an async class-based view, and takes its time."""
    return bool(iscoroutinefunction(view))


def _recorded(call: Callable[..., Any], raw: tuple[Any, bool]) -> Callable[..., Any]:
    """What the handler calls for this one request; it only ever asks whether it is a coroutine."""
    if _is_async(raw[0]):

        async def async_view(*args: Any, **kwargs: Any) -> Any:
            scope = ACTIVE.get()
            if scope is None:
                return await call(*args, **kwargs)
            span = scope.enter(Stage.VIEW, _describe, raw)
            try:
                result = await call(*args, **kwargs)
            except BaseException as error:
                span.fail(error)
                raise
            span.leave()
            return result

        return async_view

    def sync_view(*args: Any, **kwargs: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return call(*args, **kwargs)
        span = scope.enter(Stage.VIEW, _describe, raw)
        try:
            result = call(*args, **kwargs)
        except BaseException as error:
            span.fail(error)
            raise
        span.leave()
        return result

    return sync_view


def _describe(raw: tuple[Any, bool]) -> Details:
    view, atomic = raw
    *decorators, target = _unwrapped(view)
    target = getattr(target, "view_class", None) or target
    name = dotted(target)
    attributes: dict[str, Attribute] = {"code.function.name": name}
    names = [_decorator(layer) for layer in decorators]
    if names:
        attributes["cycleprof.decorators"] = names
    if atomic:
        attributes["cycleprof.atomic_requests"] = _atomic_aliases(view)
    return Details(name, _defined_at(target), attributes)


def _unwrapped(view: Any) -> Iterator[Any]:
    """The view and what it wraps, outermost first; the last one is the view as it was written."""
    for _ in range(_DEEPEST):
        yield view
        inner = view.func if isinstance(view, partial) else getattr(view, "__wrapped__", None)
        if inner is None or hasattr(view, "view_class"):
            return
        view = inner


def _decorator(layer: Any) -> str:
    """The decorator's own name, which functools.wraps() hides everywhere but in the code."""
    function = layer if isinstance(layer, FunctionType) else type(layer)
    code = getattr(function, "__code__", None)
    if code is None:
        return dotted(layer)
    return f"{function.__globals__['__name__']}.{code.co_qualname.split('.<locals>')[0]}"


def _atomic_aliases(view: Any) -> list[str]:
    exempt: set[str] = getattr(view, "_non_atomic_requests", set())
    return [
        alias
        for alias, options in connections.settings.items()
        if options["ATOMIC_REQUESTS"] and alias not in exempt
    ]


def _defined_at(target: Any) -> Site | None:
    """Where a view's code begins; of a class, where its first method does."""
    if isinstance(target, FunctionType):
        code = target.__code__
        return Site(code.co_filename, code.co_firstlineno, code.co_qualname)
    owner = target if isinstance(target, type) else type(target)
    codes = [item.__code__ for item in vars(owner).values() if isinstance(item, FunctionType)]
    if codes:
        first = min(codes, key=lambda code: code.co_firstlineno)
        return Site(first.co_filename, first.co_firstlineno, owner.__qualname__)
    file = getattr(sys.modules.get(owner.__module__), "__file__", None)
    return Site(file, 1, owner.__qualname__) if file else None
