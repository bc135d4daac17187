"""Exceptions that somebody caught: each shows as work that failed within work that did not.

What is caught in the function that raised it, without passing anything that is recorded, leaves
no trace and is not known.
"""

from __future__ import annotations

from typing import NamedTuple

from cycleprof.model import Profile, Span


class Handled(NamedTuple):
    """The outermost work that an exception ended, whose time it cost, and where it was caught."""

    type: str
    failed: Span
    within: Span


def handled(profile: Profile) -> list[Handled]:
    """Those of a profile, in order of the failed work's start."""
    by_id = {span.id: span for span in profile.spans}
    found: list[Handled] = []
    for span in profile.spans:
        outer = by_id.get(span.parent_id) if span.parent_id is not None else None
        kind = span.attributes.get("exception.type")
        if outer is None or kind is None or span.overlay:
            continue
        if span.status == "error" and outer.status == "ok":
            found.append(Handled(str(kind).removeprefix("builtins."), span, outer))
    return found
