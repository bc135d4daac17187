"""What a hook does for the record alone: it may fail, and only the profile tells of that."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from cycleprof.recorder import ACTIVE
from cycleprof.records import owner

P = ParamSpec("P")
R = TypeVar("R")

logger = logging.getLogger("cycleprof")


def harmless(function: Callable[P, R]) -> Callable[P, R | None]:
    """The function with None as its answer where it fails. It must not call the application."""
    name = owner(function)

    @wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | None:
        try:
            return function(*args, **kwargs)
        except Exception as error:
            admit(name, error)
            return None

    return guarded


def admit(name: str, error: Exception) -> None:
    """Have the profile say that an instrument failed, or the log where none is being made."""
    scope = ACTIVE.get()
    if scope is not None:
        scope.recorder.fault(name, error)
    else:
        logger.warning("cycleprof's instrument %s failed", name, exc_info=error)


def admit_of(function: object, error: Exception) -> None:
    """The same for the instrument that a function belongs to."""
    admit(owner(function), error)
