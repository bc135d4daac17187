"""Turns a finished recording into an immutable profile: nested, named, masked, within limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cycleprof.lazy import offer

if TYPE_CHECKING:
    from cycleprof.freeze.making import freeze
    from cycleprof.freeze.paths import Paths
    from cycleprof.freeze.recording import Facts, Frozen, Recording

__all__ = ["Facts", "Frozen", "Paths", "Recording", "freeze"]

__getattr__ = offer(
    __name__,
    {
        "Facts": "recording",
        "Frozen": "recording",
        "Paths": "paths",
        "Recording": "recording",
        "freeze": "making",
    },
)
