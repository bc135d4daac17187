"""What a middleware does besides its call: process_view and the other two hooks.

These run inside Django's handler, so their spans are of stage ``server``: they are no layers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Final

from asgiref.sync import iscoroutinefunction
from django.core.handlers.base import BaseHandler

from cycleprof.instruments._guard import harmless
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import dotted
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details

_STAGE: Final = Stage.SERVER
_HOOKS = frozenset({"process_view", "process_template_response", "process_exception"})


def install(patches: Patches) -> None:
    # load_middleware() sends each hook of each middleware through this method, once per chain,
    # to have its mode fit the handler's.
    patches.replace(BaseHandler, "adapt_method_mode", _adapt_method_mode)


def _adapt_method_mode(original: Callable[..., Any]) -> Callable[..., Any]:
    def adapt_method_mode(
        self: BaseHandler,
        is_async: bool,
        method: Any,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        adapted = original(self, is_async, method, *args, **kwargs)
        if getattr(method, "__name__", None) not in _HOOKS or not hasattr(method, "__self__"):
            return adapted
        return _recorded(adapted, method) or adapted

    return adapt_method_mode


@harmless
def _recorded(adapted: Callable[..., Any], method: Any) -> Callable[..., Any]:
    path = f"{dotted(method.__self__)}.{method.__name__}"

    make = _async_hook if iscoroutinefunction(adapted) else _sync_hook
    hook = update_wrapper(make(adapted, path), method)
    # Django names the culprit of a bad template response through the bound method's owner.
    hook.__self__ = method.__self__  # type: ignore[attr-defined]  # a function takes any attribute
    return hook


def _sync_hook(original: Callable[..., Any], path: str) -> Callable[..., Any]:
    def hook(request: Any, *args: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(request, *args)
        span = scope.enter(_STAGE, _describe, (path, args))
        try:
            result = original(request, *args)
        except BaseException as error:
            span.fail(error)
            raise
        if result is not None and not (args and result is args[0]):  # a template response
            span.note("cycleprof.answered", value=True)
        span.leave()
        return result

    return hook


def _async_hook(original: Callable[..., Any], path: str) -> Callable[..., Any]:
    async def hook(request: Any, *args: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return await original(request, *args)
        span = scope.enter(_STAGE, _describe, (path, args))
        try:
            result = await original(request, *args)
        except BaseException as error:
            span.fail(error)
            raise
        if result is not None and not (args and result is args[0]):
            span.note("cycleprof.answered", value=True)
        span.leave()
        return result

    return hook


def _describe(raw: tuple[str, tuple[Any, ...]]) -> Details:
    path, args = raw
    attributes: dict[str, Attribute] = {"cycleprof.middleware": path.rpartition(".")[0]}
    error = args[0] if args else None
    if isinstance(error, BaseException):
        attributes["exception.type"] = dotted(type(error)).removeprefix("builtins.")
    return Details(path, attributes=attributes)
