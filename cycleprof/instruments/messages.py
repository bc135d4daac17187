"""Messages to the user: added, and stored until the next page shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.utils import get_level_tags

from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import EVENT, Call, Hook, dotted
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details


def install(patches: Patches) -> None:
    patches.replace(BaseStorage, "add", Hook(Stage.SIGNAL, _describe_add, located=True))
    patches.replace(BaseStorage, "update", _update)


def _update(original: Callable[..., Any]) -> Callable[..., Any]:
    hook = Hook(Stage.SIGNAL, _describe_store)(original)

    def update(self: Any, response: Any) -> Any:
        if ACTIVE.get() is None or not (self.used or self.added_new):  # then it does nothing
            return original(self, response)
        return hook(self, response)

    return update


def _describe_add(call: Call) -> Details:
    level = call.args[1] if len(call.args) > 1 else call.kwargs.get("level")
    tag = get_level_tags().get(level, str(level)) if isinstance(level, int) else str(level)
    return Details(f"message added: {tag}", call.site, {EVENT: "message"})


def _describe_store(call: Call) -> Details:
    attributes: dict[str, Attribute] = {
        EVENT: "message",
        "cycleprof.backend": dotted(type(call.args[0])),
    }
    return Details("messages stored", attributes=attributes)
