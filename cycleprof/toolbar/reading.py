"""Finds the profile that an address names, and what follows from it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from cycleprof.model import Profile, Report
from cycleprof.runtime import get_runtime, judge, rules
from cycleprof.stores import with_growth
from cycleprof.toolbar.answers import ApiError

_PATIENCE_SECONDS = 2.0
_STEP_SECONDS = 0.02

_lately: deque[tuple[Report, str]] = deque(maxlen=2)
"""The last reports and the rules they were made by. A profile that changes is another object."""


def find_report(profile_id: str) -> Report:
    """The report of a profile, waiting for it as :func:`find_profile` does.

    Its findings' growth is that of the route where other profiles of it tell more.
    """
    return with_growth(_judged(find_profile(profile_id)), get_runtime().writer.store, judge)


def _judged(profile: Profile) -> Report:
    """Its report; the one made last time where the panel asks for another part of the same."""
    by = rules()
    for report, made_by in list(_lately):
        if report.profile is profile and made_by == by:
            return report
    report = judge(profile)
    _lately.appendleft((report, by))
    return report


def find_profile(profile_id: str) -> Profile:
    """The profile, waiting a little for one whose cycle is about to end.

    Raises:
        ApiError: there is none.
    """
    deadline = time.monotonic() + (_PATIENCE_SECONDS if _is_recent(profile_id) else 0)
    writer = get_runtime().writer
    while True:
        for look in (writer.pending, writer.store.get):
            profile = _look(look, profile_id)
            if profile is not None:
                return profile
        if time.monotonic() >= deadline:
            hint = "It may have been pruned, or its cycle has not ended: is a stream still open?"
            raise ApiError(404, "no-such-profile", f"there is no profile {profile_id!r}", hint)
        time.sleep(_STEP_SECONDS)


def _look(where: Callable[[str], Profile | None], profile_id: str) -> Profile | None:
    return where(profile_id)


def _is_recent(profile_id: str) -> bool:
    """Ids begin with their time in milliseconds; only what began lately can still be written."""
    try:
        started_ms = int(profile_id[:12], 16)
    except ValueError:
        return False
    return len(profile_id) == 32 and abs(time.time() * 1000 - started_ms) < 600_000  # noqa: PLR2004 - digits of an id, ten minutes
