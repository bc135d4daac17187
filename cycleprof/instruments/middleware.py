"""Each middleware as a span that encloses the layers inside it, and Django's handler innermost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

from django.core.handlers import base

from cycleprof.instruments._guard import harmless
from cycleprof.instruments._patch import Patches
from cycleprof.model import Stage
from cycleprof.recorder import ACTIVE, Details
from cycleprof.records import ALWAYS_ALIKE

_OWN = "cycleprof.middleware."
_HANDLER = Details("django.core.handlers.base.BaseHandler", attributes={"cycleprof.layer": True})


def install(patches: Patches) -> None:
    # Private: load_middleware() calls convert_exception_to_response() once per layer, innermost
    # first, while it builds the chain. So in Django 4.2 to 6.1.
    patches.replace(base, "convert_exception_to_response", _convert)


def _convert(original: Callable[..., Any]) -> Callable[..., Any]:
    def convert_exception_to_response(get_response: Callable[..., Any]) -> Callable[..., Any]:
        layer: Callable[..., Any] = original(get_response)
        return _hooked(layer, get_response, sys._getframe(1).f_locals) or layer

    return convert_exception_to_response


@harmless
def _hooked(
    layer: Callable[..., Any], get_response: Callable[..., Any], building: dict[str, Any]
) -> Callable[..., Any] | None:
    """The layer with a span around it; None for our own. ``building`` is the caller's variables."""
    path = building.get("middleware_path")
    if path is None and getattr(get_response, "__name__", "").startswith("_get_response"):
        return _recorded(layer, Stage.SERVER, _describe_handler, None)
    name = path if isinstance(path, str) else _dotted(get_response)
    if name.startswith(_OWN):
        return None
    return _recorded(layer, Stage.MIDDLEWARE, _describe_layer, (name, _adaptation(building)))


def _adaptation(building: dict[str, Any]) -> str | None:
    """How a layer reaches the next one if their modes differ; load_middleware() just decided."""
    is_async, inner = building.get("middleware_is_async"), building.get("handler")
    if is_async is None or inner is None:
        return None
    kind = type(inner).__name__
    return {"SyncToAsync": "sync_to_async", "AsyncToSync": "async_to_sync"}.get(kind)


def _recorded(
    layer: Callable[..., Any], stage: Stage, describe: Callable[[Any], Details], raw: Any
) -> Callable[..., Any]:
    if iscoroutinefunction(layer):

        @wraps(layer)
        async def async_layer(request: Any) -> Any:
            scope = ACTIVE.get()
            if scope is None:
                return await layer(request)
            span = scope.enter(stage, describe, raw)
            try:
                result = await layer(request)
            except BaseException as error:
                span.fail(error)
                raise
            span.leave()
            return result

        return async_layer

    @wraps(layer)
    def sync_layer(request: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return layer(request)
        span = scope.enter(stage, describe, raw)
        try:
            result = layer(request)
        except BaseException as error:
            span.fail(error)
            raise
        span.leave()
        return result

    return sync_layer


def _dotted(layer: Any) -> str:
    """The path of a layer built by hand: its factory's if it is a function, else its class's."""
    named = layer if hasattr(layer, "__qualname__") else type(layer)
    return f"{named.__module__}.{named.__qualname__.split('.<locals>')[0]}"


def _describe_layer(raw: tuple[str, str | None]) -> Details:
    path, adaptation = raw
    return Details(path, attributes={"cycleprof.adapted": adaptation} if adaptation else {})


def _describe_handler(_: None) -> Details:
    return _HANDLER


ALWAYS_ALIKE.update((_describe_layer, _describe_handler))
