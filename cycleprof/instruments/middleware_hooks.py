"""What a middleware does besides its call: process_view and the other two hooks.

These run inside Django's handler, so their spans are of stage ``server``: they are no layers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.core.handlers.base import BaseHandler

from cycleprof.instruments._guard import harmless
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import Call, Hook, dotted
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import Details, Scope

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

    def describe(call: Call) -> Details:
        return _describe(path, call)

    hook = update_wrapper(Hook(Stage.SERVER, describe, after=_note_answer)(adapted), method)
    # Django names the culprit of a bad template response through the bound method's owner.
    hook.__self__ = method.__self__  # type: ignore[attr-defined]  # a function takes any attribute
    return hook


def _note_answer(span: Scope, call: Call, result: Any) -> None:
    handed_on = len(call.args) > 1 and result is call.args[1]  # a template response
    if result is not None and not handed_on:
        span.note("cycleprof.answered", value=True)


def _describe(path: str, call: Call) -> Details:
    attributes: dict[str, Attribute] = {"cycleprof.middleware": path.rpartition(".")[0]}
    error = call.args[1] if len(call.args) > 1 else None
    if isinstance(error, BaseException):
        attributes["exception.type"] = dotted(type(error)).removeprefix("builtins.")
    return Details(path, attributes=attributes)
