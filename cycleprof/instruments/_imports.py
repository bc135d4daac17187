"""Installs an instrument once, and only if, the application imports what it watches."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from cycleprof.instruments._guard import harmless
from cycleprof.instruments._patch import Patches

logger = logging.getLogger("cycleprof")

Install = Callable[[Patches, ModuleType], None]


def after_import(patches: Patches, name: str, install: Install) -> None:
    """Call ``install(patches, module)`` as soon as the module is there; it is never imported here.

    A library whose seam is missing is left alone, with one line in the log.
    """
    loaded = sys.modules.get(name)
    if loaded is not None:
        install(patches, loaded)
        return
    patches.on_undo(when_imported(name, lambda module: _install_late(patches, module, install)))


def _install_late(patches: Patches, module: ModuleType, install: Install) -> None:
    try:
        install(patches, module)
    except Exception as error:
        logger.warning("cycleprof does not record %s: %s", module.__name__, error)


def when_imported(name: str, then: Callable[[ModuleType], None]) -> Callable[[], None]:
    """Call ``then(module)`` once the module has been imported; returns what takes that back."""
    _finder.add(name, then)
    return lambda: _finder.remove(name, then)


class _Finder:
    """Stands first in ``sys.meta_path`` while anybody waits, and has the others find the modules.

    One for all who wait, as every import of the application passes it. Being asked is not enough:
    ``importlib.util.find_spec`` only wants to know whether a library is installed.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, list[Callable[[ModuleType], None]]] = {}

    def add(self, name: str, then: Callable[[ModuleType], None]) -> None:
        self._waiting.setdefault(name, []).append(then)
        if self not in sys.meta_path:
            sys.meta_path.insert(0, self)

    def remove(self, name: str, then: Callable[[ModuleType], None]) -> None:
        waiting = self._waiting.get(name, [])
        if then in waiting:
            waiting.remove(then)
        if not waiting:
            self._served(name)

    def _served(self, name: str) -> list[Callable[[ModuleType], None]]:
        """Who waited for the module; when nobody waits for any, this finder goes."""
        waiting = self._waiting.pop(name, [])
        if not self._waiting and self in sys.meta_path:
            sys.meta_path.remove(self)
        return waiting

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in self._waiting:
            return None
        for finder in sys.meta_path:
            find = None if finder is self else getattr(finder, "find_spec", None)
            spec: ModuleSpec | None = find(name, path, target) if find is not None else None
            if spec is not None:
                self._follow(name, spec.loader)
                return spec
        return None

    @harmless
    def _follow(self, name: str, loader: Any) -> None:
        execute = getattr(loader, "exec_module", None)
        if execute is None:  # a namespace has nothing to execute
            return

        def exec_module(module: ModuleType) -> None:
            del loader.exec_module  # this was an attribute of the instance, for this once
            execute(module)
            for then in self._served(name):
                then(module)

        loader.exec_module = exec_module


_finder = _Finder()
