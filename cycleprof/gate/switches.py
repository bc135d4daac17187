"""The options of a run of tests, the same for pytest and for Django's runner; imports nothing."""

from __future__ import annotations

FULL, COUNTS = "full", "counts"
ALL, RATCHET = "all", "ratchet"

# A name per value, not one with an optional value: that would swallow the path behind it.
SWITCHES = (
    ("--cycleprof", FULL, "record every request-response cycle of every test"),
    ("--cycleprof=counts", COUNTS, "the same, faster: count queries only, find nothing"),
    ("--cycleprof-update", ALL, "write the baselines as the tests are now"),
    ("--cycleprof-update=ratchet", RATCHET, "write only what is new or has got better"),
)
"""Those without an argument: name, the value that it stands for, help."""

PATHS = (
    ("--cycleprof-json", "write what was recorded as one JSON document"),
    ("--cycleprof-compare", "fail tests that ask more than in the run written there"),
)
"""Those that take a path: name, help."""


def dest(name: str) -> str:
    """The attribute under which a parser keeps an option's value."""
    return name.lstrip("-").partition("=")[0].replace("-", "_")
