"""Puts the middleware outermost on every chain that is built, unless the settings list it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.base import BaseHandler

from cycleprof.conf import is_enabled
from cycleprof.instruments._patch import Patches
from cycleprof.lazy import LOADING

PATH = "cycleprof.middleware.CycleprofMiddleware"

_patches = Patches()


def install() -> None:
    """Wrap the place where Django builds its chain. The settings themselves stay as they are."""
    if not _is_installed():
        _patches.replace(BaseHandler, "load_middleware", _load_middleware)


def uninstall() -> None:
    """Chains that are built from now on are the application's own again."""
    _patches.undo()


def _is_installed() -> bool:
    return getattr(BaseHandler.load_middleware, "cycleprof", False)


def _load_middleware(original: Callable[..., Any]) -> Callable[..., Any]:
    def load_middleware(self: BaseHandler, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        original(self, is_async)
        if is_enabled() and PATH not in settings.MIDDLEWARE:
            with LOADING:
                from cycleprof.middleware import CycleprofMiddleware  # noqa: PLC0415 - a command builds no chain

            # Private, and the flag that the chain is complete: so it is replaced in one step.
            handler: Any = self
            handler._middleware_chain = CycleprofMiddleware(handler._middleware_chain)  # noqa: SLF001

    load_middleware.cycleprof = True  # type: ignore[attr-defined]  # read by _is_installed()
    return load_middleware
