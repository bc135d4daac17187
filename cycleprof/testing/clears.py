"""Notes which caches are cleared while a test runs, in its requests or outside of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.core.cache import CacheHandler, caches

from cycleprof.instruments._cache_calls import alias_of
from cycleprof.instruments._classes import Classes
from cycleprof.instruments._patch import Patches
from cycleprof.testing.case import current


def install(patches: Patches) -> None:
    """Hook ``clear`` of every cache that is open or will be."""
    classes = Classes(patches, {"clear": _clear, "aclear": _clear})

    def create(original: Callable[..., Any]) -> Callable[..., Any]:
        def create_connection(self: CacheHandler, alias: str) -> Any:
            cache = original(self, alias)
            classes.adopt(type(cache))
            return cache

        return create_connection

    patches.replace(CacheHandler, "create_connection", create)
    for cache in caches.all(initialized_only=True):
        classes.adopt(type(cache))


def _clear(original: Callable[..., Any]) -> Callable[..., Any]:
    def clear(self: Any, *args: Any, **kwargs: Any) -> Any:
        _note(self)
        return original(self, *args, **kwargs)

    async def aclear(self: Any, *args: Any, **kwargs: Any) -> Any:
        _note(self)
        return await original(self, *args, **kwargs)

    return aclear if iscoroutinefunction(original) else clear


def _note(cache: Any) -> None:
    case, alias = current(), alias_of(cache)
    if case is not None and alias is not None:
        case.cleared.add(alias)
