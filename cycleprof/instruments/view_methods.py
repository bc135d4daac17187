"""The methods of a class-based view, as child spans of it. No class is patched.

``View.setup`` runs once per request on a fresh instance; it gets recorded methods as attributes
of that instance, which are taken away again when its dispatch is over.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from functools import wraps
from types import FunctionType, MethodType
from typing import Any

from django.views.generic import View

from cycleprof.frames import Site
from cycleprof.instruments._guard import harmless
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import dotted
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details, Scope

_METHODS = (
    "dispatch", "get", "post", "put", "patch", "delete", "head", "options",
    "get_queryset", "get_object", "get_context_data", "paginate_queryset", "get_dated_items",
    "get_form", "form_valid", "form_invalid", "render_to_response", "get_success_url",
    # Django REST framework's views are views too; these names exist on nothing else.
    "initialize_request", "initial", "perform_authentication", "check_permissions",
    "check_throttles", "check_object_permissions", "filter_queryset", "get_serializer",
    "perform_create", "perform_update", "perform_destroy", "finalize_response",
    "handle_exception", "list", "retrieve", "create", "update", "partial_update", "destroy",
)  # fmt: skip

_HEAD = "head"


def install(patches: Patches) -> None:
    patches.replace(View, "setup", _setup)


def _setup(original: Callable[..., Any]) -> Callable[..., Any]:
    def setup(self: View, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        if ACTIVE.get() is not None:
            _record_methods(self)

    return setup


@harmless
def _record_methods(view: View) -> None:
    owner, own = type(view), vars(view)
    answers_head = own.get(_HEAD) == getattr(view, "get", None)  # as View.setup() arranges it
    for name in _METHODS:
        function = inspect.getattr_static(owner, name, None)
        if isinstance(function, FunctionType) and name not in own:
            own[name] = MethodType(_recorded(function, name), view)
    if answers_head and "get" in own:
        own[_HEAD] = own["get"]


@harmless
def _forget_methods(view: View) -> None:
    """Without this an instance would refer to itself and wait for the garbage collector."""
    own = vars(view)
    for name in _METHODS:
        method = own.get(name)
        if isinstance(method, MethodType) and method.__func__.__dict__.get("cycleprof"):
            del own[name]
            if name == _HEAD and not hasattr(view, _HEAD):
                own[_HEAD] = view.get  # type: ignore[attr-defined]  # or there would be no head


def _recorded(function: FunctionType, name: str) -> Callable[..., Any]:
    if inspect.iscoroutinefunction(function):
        method = _async_method(function)
    else:
        method = _sync_method(function, name)
    method.cycleprof = True  # type: ignore[attr-defined]  # read by _forget_methods()
    return method


def _async_method(function: FunctionType) -> Callable[..., Any]:
    @wraps(function)
    async def method(self: View, *args: Any, **kwargs: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return await function(self, *args, **kwargs)
        with scope.open(Stage.VIEW, _describe, (type(self), function)):
            return await function(self, *args, **kwargs)

    return method


def _sync_method(function: FunctionType, name: str) -> Callable[..., Any]:
    @wraps(function)
    def method(self: View, *args: Any, **kwargs: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return function(self, *args, **kwargs)
        span = scope.open(Stage.VIEW, _describe, (type(self), function)).__enter__()
        try:
            result = function(self, *args, **kwargs)
        except BaseException as error:
            _leave(span, self, name, error)
            raise
        if inspect.iscoroutine(result):  # the dispatch of an async view
            ACTIVE.set(span.before)
            return _awaited(result, span, self, name)
        _leave(span, self, name)
        return result

    return method


async def _awaited(coroutine: Coroutine[Any, Any, Any], span: Scope, view: View, name: str) -> Any:
    ACTIVE.set(span)
    try:
        result = await coroutine
    except BaseException as error:
        _leave(span, view, name, error)
        raise
    _leave(span, view, name)
    return result


def _leave(span: Scope, view: View, name: str, error: BaseException | None = None) -> None:
    span.__exit__(type(error) if error is not None else None, error, None)
    if name == "dispatch":
        _forget_methods(view)


def _describe(raw: tuple[type, FunctionType]) -> Details:
    owner, function = raw
    code = function.__code__
    attributes: dict[str, Attribute] = {
        "code.function.name": f"{function.__module__}.{function.__qualname__}",
        "cycleprof.view": dotted(owner),
    }
    site = Site(code.co_filename, code.co_firstlineno, code.co_qualname)
    return Details(f"{owner.__qualname__}.{function.__name__}", site, attributes)
