"""Helpers to get at the profile of what a test did, and to write trees as text."""

from __future__ import annotations

from cycleprof.runtime import get_runtime


def profile_of(response):
    """The profile that a response's header names, once it is written."""
    writer = get_runtime().writer
    assert writer.flush(10)
    profile = writer.store.get(response.headers["X-Cycleprof-Id"])
    assert profile is not None
    return profile


def outline(profile, *stages):
    """The spans as an indented tree of ``stage name``; only of the given stages, if any."""
    depths = {}
    lines = []
    for span in profile.spans:
        above = depths.get(span.parent_id, -1)
        shown = not stages or span.stage in stages
        depths[span.id] = above + shown
        if shown:
            lines.append(f"{'  ' * depths[span.id]}{span.stage} {span.name}")
    return lines


def asked(profile):
    """The labels that the statements of a profile carried, in order."""
    return [
        span.attributes["db.query.parameter.0"]
        for span in profile.spans
        if "db.query.parameter.0" in span.attributes
    ]


def one(profile, name):
    """The only span of this name."""
    found = [span for span in profile.spans if span.name == name]
    assert len(found) == 1, [span.name for span in profile.spans]
    return found[0]
