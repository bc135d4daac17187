"""Imported by Python at its start: adds cycleprof to INSTALLED_APPS once Django loads its apps.

It imports nothing of cycleprof or Django by itself, so that programs without Django stay as quick
as they are; and it gives way to a sitecustomize of the environment's own.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

_REGISTRY = "django.apps.registry"
_HERE = Path(__file__).resolve().parent


class _Finder:
    """Lets the import of Django's app registry through, and changes it afterwards."""

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != _REGISTRY:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def exec_module(module: ModuleType) -> None:
                execute(module)
                module.Apps.populate = _populate(module.Apps.populate, module)

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]  # of this spec only
        return spec


def _populate(original: Callable[..., Any], registry: ModuleType) -> Callable[..., Any]:
    def populate(self: Any, installed_apps: Sequence[Any] | None = None) -> Any:
        # Migrations make registries of their own; only the project's is meant.
        if self is getattr(registry, "apps", None) and installed_apps is not None:
            installed_apps = _with_ours(installed_apps)
            _enable()
        return original(self, installed_apps)

    return populate


def _with_ours(installed_apps: Sequence[Any]) -> Sequence[Any]:
    known = {str(getattr(entry, "name", entry)).partition(".apps.")[0] for entry in installed_apps}
    return installed_apps if "cycleprof" in known else [*installed_apps, "cycleprof"]


def _enable() -> None:
    """``cycleprof run`` is the explicit wish to record, also where DEBUG is off, as in tests."""
    from django.conf import settings  # noqa: PLC0415 - Django is being set up right now

    config = dict(getattr(settings, "CYCLEPROF", {}))
    config.setdefault("ENABLED", True)
    store = os.environ.get("CYCLEPROF_RUN_STORE")
    if store:
        config["STORE"] = store
    settings.CYCLEPROF = config


def _give_way() -> None:
    """Run the sitecustomize that would have been imported without us."""
    elsewhere = [entry for entry in sys.path if Path(entry or ".").resolve() != _HERE]
    spec = PathFinder.find_spec("sitecustomize", elsewhere)
    if spec is not None and spec.loader is not None:
        module = importlib.util.module_from_spec(spec)
        sys.modules["sitecustomize"] = module
        spec.loader.exec_module(module)


if __name__ == "sitecustomize":
    sys.meta_path.insert(0, _Finder())
    _give_way()
