"""Carries the line that calls sync_to_async() into the thread, whose stack does not show it."""

from __future__ import annotations

import asyncio
import copy
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from asgiref.sync import SyncToAsync

from cycleprof import frames
from cycleprof.frames import INNER, WATCHED, Site, Spot, is_project, kind_of, look, resolve
from cycleprof.instruments._guard import harmless
from cycleprof.instruments._patch import Patches
from cycleprof.recorder import ACTIVE

_LOOP = str(Path(asyncio.__file__).parent)
"""Where the event loop's own code lies; of uvloop's, which has no frames, the starter's does."""


def install(patches: Patches) -> None:
    patches.replace(SyncToAsync, "__call__", _call)
    frames.mark(_run_from.__code__, _read_site)
    patches.on_undo(lambda: frames.unmark(_run_from.__code__))


def _call(original: Callable[..., Any]) -> Callable[..., Any]:
    async def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807
        if ACTIVE.get() is None:
            return await original(self, *args, **kwargs)
        hop = _hop(self, sys._getframe(1))
        return await original(self if hop is None else hop, *args, **kwargs)

    return __call__


@harmless
def _hop(call: Any, frame: FrameType) -> Any:
    """The same call with the line that made it, or None where that is not the project's."""
    caller = _outside_of_django(frame)
    spot = look(caller)[0] if caller is not None else None
    if spot is None or not is_project(spot):
        return None
    hop = copy.copy(call)  # the original is shared by all its callers
    hop.func = partial(_run_from, spot, call.func)
    return hop


def _outside_of_django(frame: FrameType | None) -> FrameType | None:
    """Who awaits a coroutine of Django's; None where a task does, as gather() makes them.

    Below the task lies the event loop, and below that whoever started it, which tells nothing.
    """
    while frame is not None and kind_of(frame.f_code.co_filename) in {INNER, WATCHED}:
        frame = frame.f_back
    return None if frame is None or frame.f_code.co_filename.startswith(_LOOP) else frame


def _run_from(spot: Spot, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    return function(*args, **kwargs)


def _read_site(frame: FrameType) -> Site | None:
    return resolve(frame.f_locals["spot"])
