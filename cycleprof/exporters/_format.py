"""What an export format is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cycleprof.model import Report

VERSION_KEY = "cycleprof"
"""Under which name a profile's versions hold cycleprof's own."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write reports down. ``render`` takes at least one report."""

    name: str
    suffix: str
    media_type: str
    description: str
    render: Callable[[Sequence[Report]], str]

    def encode(self, reports: Sequence[Report]) -> bytes:
        """The export as a file's content; text that is no valid Unicode becomes escapes."""
        return self.render(reports).encode("utf-8", "backslashreplace")
