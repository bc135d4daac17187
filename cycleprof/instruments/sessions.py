"""When the session was read and saved, and by which line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from cycleprof.instruments._classes import Classes
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import EVENT, Call, Hook, dotted
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import Details, Scope


def install(patches: Patches) -> None:
    hooks = {
        f"{way}{name}": Hook(Stage.SIGNAL, describe, after=after, located=True, whole=True)
        for name, describe, after in (
            ("load", _describe_load, _note_load),
            ("save", _describe_save, None),
            ("delete", _describe_delete, None),
        )
        for way in ("", "a")
    }
    classes = Classes(patches, hooks)

    def init(original: Callable[..., Any]) -> Callable[..., Any]:
        def __init__(self: SessionBase, *args: Any, **kwargs: Any) -> None:  # noqa: N807 - its name
            if type(self) not in classes.known:
                classes.adopt(type(self))
            original(self, *args, **kwargs)

        return __init__

    patches.replace(SessionBase, "__init__", init)


def _note_load(span: Scope, _: Call, data: Any) -> None:
    span.note("cycleprof.items", len(data))


def _describe_load(call: Call) -> Details:
    return _described("session load", call)


def _describe_save(call: Call) -> Details:
    return _described("session save", call)


def _describe_delete(call: Call) -> Details:
    return _described("session delete", call)


def _described(name: str, call: Call) -> Details:
    attributes: dict[str, Attribute] = {
        EVENT: "session",
        "cycleprof.backend": dotted(type(call.args[0])),
    }
    return Details(name, call.site, attributes)
