"""Lets warnings name the lines that they would name without hooks between them and their cause.

``warnings.warn(..., stacklevel=2)`` counts frames, and a hook around a function is one more.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from cycleprof.instruments._patch import Patches

_OURS = str(Path(__file__).resolve().parent.parent)


def install(patches: Patches) -> None:
    """Have ``warnings.warn`` leave our frames out of its count."""
    patches.replace(warnings, "warn", _warn)


def _warn(original: Callable[..., None]) -> Callable[..., None]:
    def warn(
        message: Any, category: Any = None, stacklevel: int = 1, source: Any = None, **more: Any
    ) -> None:
        caller = sys._getframe(1)  # noqa: SLF001 - the documented way is far slower
        original(message, category, 1 + _level(caller, stacklevel), source, **more)

    return warn


def _level(caller: FrameType, stacklevel: int) -> int:
    """The level that names the same line, our frames counted as well."""
    if stacklevel < 1 or _is_ours(caller):  # a warning of our own means what it says
        return stacklevel
    level, frame, left = 0, caller, stacklevel
    while left:
        level += 1
        left -= not _is_ours(frame)
        if frame.f_back is None:
            return level + left
        frame = frame.f_back
    return level


def _is_ours(frame: FrameType) -> bool:
    return frame.f_code.co_filename.startswith(_OURS)
