"""Hooks methods on classes that become known only when they are first used, such as backends."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from cycleprof.instruments._guard import harmless
from cycleprof.instruments._patch import Patches

Make = Callable[[Callable[..., Any]], Callable[..., Any]]


class Classes:
    """The classes whose methods are hooked, each where it is defined."""

    def __init__(self, patches: Patches, hooks: Mapping[str, Make]) -> None:
        self._patches = patches
        self._hooks = hooks
        self.known: set[type] = {object}

    def adopt(self, cls: type) -> None:
        """Hook a class and its bases, once."""
        if cls not in self.known:
            self._adopt(cls)

    @harmless
    def _adopt(self, cls: type) -> None:
        for owner in cls.__mro__:
            if owner not in self.known:
                self.known.add(owner)
                self._hook(owner)

    def _hook(self, owner: type) -> None:
        for name, make in self._hooks.items():
            if inspect.isfunction(vars(owner).get(name)):
                self._patches.replace(owner, name, make)
