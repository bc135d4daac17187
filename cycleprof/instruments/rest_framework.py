"""Django REST framework: who may, validation, serializers, slow fields, and the renderer.

A serializer that works within another one, once per row, is counted on the outer one's span
under its field's name; so are method fields.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any

from cycleprof.instruments._checks import CHECK, describe_authentication
from cycleprof.instruments._classes import Classes
from cycleprof.instruments._imports import after_import
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import Call, Hook, dotted, tallied
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details, Scope

_FIELD = "cycleprof.field."
_GUARDS = {
    "get_permissions": ("has_permission", "has_object_permission"),
    "get_throttles": ("allow_request",),
}


def install(patches: Patches) -> None:
    after_import(patches, "rest_framework.serializers", _install_serializers)
    after_import(patches, "rest_framework.response", _install_response)
    after_import(patches, "rest_framework.request", _install_request)
    after_import(patches, "rest_framework.views", _install_views)


def _install_serializers(patches: Patches, module: ModuleType) -> None:
    validate = Hook(Stage.SERIALIZE, _describe_validation, located=True)
    for owner in (module.BaseSerializer, module.ListSerializer):
        if "is_valid" in vars(owner):
            patches.replace(owner, "is_valid", validate)
    for owner in (module.Serializer, module.ListSerializer):
        patches.replace(owner, "to_representation", _represent)
    patches.replace(module.SerializerMethodField, "to_representation", _represent_field)


def _install_response(patches: Patches, module: ModuleType) -> None:
    patches.replace(module.Response, "rendered_content", _render)


def _install_request(patches: Patches, module: ModuleType) -> None:
    # Private: request.user, request.auth and the view's initial() all end up here, once.
    authenticate = Hook(Stage.SIGNAL, describe_authentication, after=_note_user)
    patches.replace(module.Request, "_authenticate", authenticate)


def _install_views(patches: Patches, module: ModuleType) -> None:
    """What a view asks before it answers: each permission and throttle, and what it said."""
    for getter, names in _GUARDS.items():
        classes = Classes(patches, dict.fromkeys(names, CHECK))
        patches.replace(module.APIView, getter, partial(_adopting, classes))


def _adopting(classes: Classes, original: Callable[..., Any]) -> Callable[..., Any]:
    def get_guards(self: Any) -> Any:
        if ACTIVE.get() is None:
            return original(self)
        guards = original(self)
        for guard in guards:
            classes.adopt(type(guard))
        return guards

    return get_guards


def _represent(original: Callable[..., Any]) -> Callable[..., Any]:
    hook = Hook(Stage.SERIALIZE, _describe_representation)(original)

    def to_representation(self: Any, data: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, data)
        if scope.describe is not _describe_representation:
            return hook(self, data)
        name = getattr(self, "field_name", None)
        if not name:  # a row of a list, which is one span as a whole
            return original(self, data)
        return tallied(scope, f"{_FIELD}{name}", original, self, data)

    return to_representation


def _represent_field(original: Callable[..., Any]) -> Callable[..., Any]:
    def to_representation(self: Any, value: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None or scope.describe is not _describe_representation:
            return original(self, value)
        return tallied(scope, f"{_FIELD}{self.field_name}", original, self, value)

    return to_representation


def _render(original: Any) -> Any:
    hook = Hook(Stage.SERIALIZE, _describe_rendering, after=_note_size)(original.fget)
    return property(hook)


def _describe_validation(call: Call) -> Details:
    """With the fields that were refused: read here, since is_valid() may raise because of them."""
    details = _described(call, "is_valid")
    errors = getattr(call.args[0], "_errors", None) or ()
    found = errors if isinstance(errors, list) else [errors]
    names = sorted({str(name) for one in found for name in one or ()})
    return details._replace(attributes={**details.attributes, "cycleprof.form.errors": names})


def _describe_representation(call: Call) -> Details:
    return _described(call, "to_representation")


def _described(call: Call, method: str) -> Details:
    serializer = call.args[0]
    child = getattr(serializer, "child", None)
    kind = type(child) if child is not None else type(serializer)
    attributes: dict[str, Attribute] = {"code.function.name": f"{dotted(kind)}.{method}"}
    if child is not None:
        attributes["cycleprof.many"] = True
    return Details(f"{kind.__qualname__}.{method}", call.site, attributes)


def _note_size(span: Scope, _: Call, content: Any) -> None:
    if isinstance(content, bytes | str):
        span.note("http.response.body.size", len(content))


def _describe_rendering(call: Call) -> Details:
    renderer = getattr(call.args[0], "accepted_renderer", None)
    attributes: dict[str, Attribute] = {"cycleprof.renderer": dotted(type(renderer))}
    return Details(f"render {type(renderer).__qualname__}", attributes=attributes)


def _note_user(span: Scope, call: Call, _: Any) -> None:
    request = call.args[0]
    span.note("cycleprof.authenticated", bool(getattr(request._user, "is_authenticated", False)))
    if request._authenticator is not None:
        span.note("cycleprof.backend", dotted(type(request._authenticator)))
