"""Leaves cycleprof's own frames out of Django's debug page and of the mails to admins.

A hook that is on the stack holds the arguments of the call that it passes on. Django hides those
that ``sensitive_variables`` names in the function's own frame, and cannot know of ours.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.views.debug import ExceptionReporter

from cycleprof.instruments._guard import harmless
from cycleprof.instruments._patch import Patches

_OWN = str(Path(__file__).parents[1])


def install(patches: Patches) -> None:
    patches.replace(ExceptionReporter, "get_traceback_frames", _get_traceback_frames)


def _get_traceback_frames(original: Callable[..., Any]) -> Callable[..., Any]:
    def get_traceback_frames(self: ExceptionReporter) -> list[dict[str, Any]]:
        # Also where nobody records: the hooks are on the stack all the same.
        frames = original(self)
        return _without_ours(frames) or frames

    return get_traceback_frames


@harmless
def _without_ours(frames: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in frames if not str(one.get("filename")).startswith(_OWN)]
