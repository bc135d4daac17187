"""What waits for its first use: a package's names, whole parts of the tool, patterns."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from threading import RLock
from typing import Any

LOADING = RLock()
"""Held while a part of the tool is imported at its first use, which may be several threads'.

Python locks module by module. Two threads that enter the same packages from different sides, one
to keep a profile and one to show it, would wait for each other; Python then breaks the tie by
letting one of them find a module half made. A module's own body must not take this lock.
"""
os.register_at_fork(after_in_child=LOADING._at_fork_reinit)  # type: ignore[attr-defined]  # noqa: SLF001 - as concurrent.futures does


def offer(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """The ``__getattr__`` of a package: imports a name's module when the name is first used.

    ``homes`` tells the module, below the package, of each name.
    """

    def find(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(f"{package}.{homes[name]}"), name)
        setattr(sys.modules[package], name, found)
        return found

    return find


def regex(text: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """A regular expression, compiled when it is first asked for: ``_NUMBER().match(text)``.

    Compiling one takes as long as importing five modules; most are for what seldom happens.
    """
    return cache(lambda: re.compile(text, flags))
