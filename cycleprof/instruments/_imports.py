"""Installs an instrument for an optional library once, and only if, the application imports it."""

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
    finder = _Finder(name, lambda module: _install_late(patches, module, install))
    sys.meta_path.insert(0, finder)
    patches.on_undo(finder.remove)


def _install_late(patches: Patches, module: ModuleType, install: Install) -> None:
    try:
        install(patches, module)
    except Exception as error:
        logger.warning("cycleprof does not record %s: %s", module.__name__, error)


class _Finder:
    """Waits in ``sys.meta_path`` for one module, has the others find it, and goes when it is there.

    Being asked is not enough: ``importlib.util.find_spec`` only wants to know whether a library
    is installed.
    """

    def __init__(self, name: str, loaded: Callable[[ModuleType], None]) -> None:
        self._name = name
        self._loaded = loaded

    def remove(self) -> None:
        if self in sys.meta_path:
            sys.meta_path.remove(self)

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self._name:
            return None
        for finder in sys.meta_path:
            ours = isinstance(finder, _Finder)  # each of which would ask the others in turn
            find = None if ours else getattr(finder, "find_spec", None)
            spec: ModuleSpec | None = find(name, path, target) if find is not None else None
            if spec is not None:
                self._follow(spec.loader)
                return spec
        return None

    @harmless
    def _follow(self, loader: Any) -> None:
        execute = getattr(loader, "exec_module", None)
        if execute is None:  # a namespace has nothing to execute
            return

        def exec_module(module: ModuleType) -> None:
            del loader.exec_module  # this was an attribute of the instance, for this once
            self.remove()
            execute(module)
            self._loaded(module)

        loader.exec_module = exec_module
