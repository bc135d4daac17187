"""Django Ninja: the operation, who may, which parameters were refused, and the result's rendering.

Its view is a function of its own for all methods of an address, so the operation gets a span.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from inspect import unwrap
from types import ModuleType
from typing import Any, get_args

from django.http import HttpResponseBase

from cycleprof.frames import Site
from cycleprof.instruments._checks import CHECK, describe_authentication
from cycleprof.instruments._classes import Classes
from cycleprof.instruments._guard import harmless
from cycleprof.instruments._imports import after_import
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import Call, Hook, bare, dotted
from cycleprof.instruments.exceptions import describe_response, keep
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details, Scope

_ERRORS = "cycleprof.form.errors"
_DEEPEST = 8  # schemas within schemas


def install(patches: Patches) -> None:
    after_import(patches, "ninja.operation", _install_operations)
    after_import(patches, "ninja.main", _install_api)


def _install_operations(patches: Patches, module: ModuleType) -> None:
    run = Hook(Stage.VIEW, _describe_operation)
    # Private: the steps of an operation, in this order, each on both of its classes' instances.
    authenticate = Hook(Stage.SIGNAL, describe_authentication, after=_note_user)
    for owner in (module.Operation, module.AsyncOperation):
        patches.replace(owner, "run", run)
        patches.replace(owner, "_run_authentication", authenticate)
    throttles = Classes(patches, {"allow_request": CHECK})
    patches.replace(module.Operation, "_check_throttles", partial(_check_throttles, throttles))
    patches.replace(module.Operation, "_get_values", _get_values)
    renderers = Classes(patches, {"render": Hook(Stage.SERIALIZE, _describe_rendering, _note_size)})
    patches.replace(module.Operation, "_result_to_response", partial(_to_response, renderers))


def _install_api(patches: Patches, module: ModuleType) -> None:
    handle = Hook(Stage.RESPONSE, _describe_exception, after=_note_response)
    patches.replace(module.NinjaAPI, "on_exception", handle)


def _check_throttles(classes: Classes, original: Callable[..., Any]) -> Callable[..., Any]:
    def check_throttles(self: Any, request: Any) -> Any:
        if ACTIVE.get() is not None:
            _adopt_throttles(classes, self)
        return original(self, request)

    return check_throttles


def _get_values(original: Callable[..., Any]) -> Callable[..., Any]:
    def get_values(self: Any, *args: Any, **kwargs: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None or not _takes_parameters(self):
            return original(self, *args, **kwargs)
        with scope.open(Stage.SERIALIZE, _describe_validation, self) as span:
            try:
                values = original(self, *args, **kwargs)
            except Exception as error:
                _note_refused(span, self, error)
                raise
            span.note(_ERRORS, [])
        return values

    return get_values


def _to_response(classes: Classes, original: Callable[..., Any]) -> Callable[..., Any]:
    hook = Hook(Stage.SERIALIZE, _describe_result)(original)

    def result_to_response(self: Any, request: Any, result: Any, *args: Any, **kwargs: Any) -> Any:
        if ACTIVE.get() is None or isinstance(result, HttpResponseBase):
            return original(self, request, result, *args, **kwargs)
        _adopt_renderer(classes, self)
        return hook(self, request, result, *args, **kwargs)

    return result_to_response


@harmless
def _adopt_throttles(classes: Classes, operation: Any) -> None:
    for throttle in operation.throttle_objects:
        classes.adopt(type(throttle))


@harmless
def _adopt_renderer(classes: Classes, operation: Any) -> None:
    classes.adopt(type(operation.api.renderer))


@harmless
def _takes_parameters(operation: Any) -> bool:
    return bool(operation.models)


@harmless
def _note_refused(span: Scope, operation: Any, error: Exception) -> None:
    """The refused fields' names, as the application declares them; keys of a client's are not."""
    declared = set(_declared(operation.models))
    places = [found["loc"] for found in getattr(error, "errors", ())]
    names = {".".join(part for part in place[1:] if part in declared) for place in places}
    span.note(_ERRORS, sorted(names - {""}))


def _declared(schemas: Any, depth: int = _DEEPEST) -> Iterator[str]:
    for schema in schemas:
        for name, field in getattr(schema, "model_fields", {}).items():
            yield name
            if isinstance(field.alias, str):
                yield field.alias
            if depth:
                yield from _declared((field.annotation, *get_args(field.annotation)), depth - 1)


def _note_user(span: Scope, call: Call, refusal: Any) -> None:
    span.note("cycleprof.authenticated", refusal is None)
    callbacks = call.args[0].auth_callbacks
    if len(callbacks) == 1:
        span.note("cycleprof.backend", dotted(callbacks[0]))


def _note_size(span: Scope, _: Call, content: Any) -> None:
    if isinstance(content, bytes | str):
        span.note("http.response.body.size", len(content))


def _note_response(span: Scope, call: Call, response: Any) -> None:
    span.note("http.response.status_code", response.status_code)
    if response.status_code >= 500:  # noqa: PLR2004 - nobody foresaw it, and nothing else tells
        keep(span, call.args[2])


def _describe_operation(call: Call) -> Details:
    function = bare(unwrap(call.args[0].view_func))
    code = function.__code__
    site = Site(code.co_filename, code.co_firstlineno, code.co_qualname)
    return Details(dotted(function), site, {"code.function.name": dotted(function)})


def _describe_validation(operation: Any) -> Details:
    sources = [str(model.__ninja_param_source__) for model in operation.models]
    return Details(f"validate {', '.join(sources)}")


def _describe_result(call: Call) -> Details:
    operation = call.args[0]
    models = [
        model for model in operation.response_models.values() if hasattr(model, "model_fields")
    ]
    kinds = [model.model_fields["response"].annotation for model in models]
    return Details(f"serialize {' or '.join(map(_named, kinds)) or 'result'}")


def _named(kind: Any) -> str:
    """A type without its modules: ``list[PostOut]``."""
    inner = ", ".join(map(_named, get_args(kind)))
    name = getattr(kind, "__name__", None) or str(kind).rpartition(".")[2]
    return f"{name}[{inner}]" if inner else name


def _describe_rendering(call: Call) -> Details:
    kind = type(call.args[0])
    attributes: dict[str, Attribute] = {"cycleprof.renderer": dotted(kind)}
    return Details(f"render {kind.__qualname__}", attributes=attributes)


def _describe_exception(call: Call) -> Details:
    return describe_response(call.args[2])
