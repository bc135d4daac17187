"""Who asks: when ``request.user`` was resolved, credentials checked, permissions asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib import auth

from cycleprof.instruments._classes import Classes
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import EVENT, Call, Hook, dotted
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import Details, Scope


def install(patches: Patches) -> None:
    if not apps.is_installed("django.contrib.auth"):
        return
    from django.contrib.auth.models import (  # noqa: PLC0415 - models exist only where it is installed
        AnonymousUser,
        PermissionsMixin,
    )

    user = Hook(Stage.SIGNAL, _describe_user, after=_note_user, located=True)
    patches.replace(auth, "get_user", user)
    patches.replace(auth, "aget_user", user)
    check = Hook(Stage.SIGNAL, _describe_check, after=_note_answer, located=True, whole=True)
    for owner in (PermissionsMixin, AnonymousUser):
        for name in ("has_perm", "has_module_perms"):
            patches.replace(owner, name, check)
            patches.replace(owner, f"a{name}", check)
    _install_backends(patches)


def _install_backends(patches: Patches) -> None:
    hook = Hook(Stage.SIGNAL, _describe_credentials, after=_note_credentials, whole=True)
    classes = Classes(patches, {"authenticate": hook, "aauthenticate": hook})

    def load(original: Callable[..., Any]) -> Callable[..., Any]:
        def load_backend(path: str) -> Any:
            backend = original(path)
            classes.adopt(type(backend))
            return backend

        return load_backend

    patches.replace(auth, "load_backend", load)


def _note_user(span: Scope, _: Call, user: Any) -> None:
    span.note("cycleprof.authenticated", bool(user.is_authenticated))


def _describe_user(call: Call) -> Details:
    return Details("request.user", call.site, {EVENT: "auth"})


def _note_answer(span: Scope, _: Call, answer: Any) -> None:
    span.note("cycleprof.answer", bool(answer))


def _describe_check(call: Call) -> Details:
    asked = call.args[1] if len(call.args) > 1 else next(iter(call.kwargs.values()), "")
    attributes: dict[str, Attribute] = {EVENT: "auth", "cycleprof.permission": str(asked)}
    target = call.args[2] if len(call.args) > 2 else call.kwargs.get("obj")  # noqa: PLR2004 - self, perm, obj
    if target is not None:
        attributes["cycleprof.object"] = dotted(type(target))
    return Details(f"permission {asked}", call.site, attributes)


def _note_credentials(span: Scope, call: Call, user: Any) -> None:
    span.raw = Call(call.args[:1], {}, None)  # the credentials are not kept
    span.note("cycleprof.answer", user is not None)


def _describe_credentials(call: Call) -> Details:
    backend = dotted(type(call.args[0]))
    return Details("authenticate", attributes={EVENT: "auth", "cycleprof.backend": backend})
