"""A profile that would be too large gives up the least useful part first, and says so."""

from __future__ import annotations

import pytest

from cycleprof import serialize
from cycleprof.freeze.degrade import fit
from cycleprof.model import Profile, Span, Stage


def profile(count, **attributes):
    spans = [
        Span(id=n + 1, parent_id=1 if n else None, stage=Stage.DB, name="q" * 50, start_ns=0,
             end_ns=9, attributes=attributes)
        for n in range(count)
    ]  # fmt: skip
    return Profile(
        id="0" * 32, kind="block", name="x", started_at="2026-01-01T00:00:00Z", duration_ns=9,
        spans=tuple(spans),
    )  # fmt: skip


def test_what_fits_is_left_alone():
    small = profile(3, note="x")
    assert fit(small, 10_000).profile == small


@pytest.mark.parametrize(
    ("limit", "steps"),
    [
        (60_000, ("query parameters",)),
        (50_000, ("query parameters", "long text")),
        (25_000, ("query parameters", "long text", "attributes")),
        (9_000, ("query parameters", "long text", "attributes", "later spans")),
    ],
)
def test_it_is_reduced_in_steps(limit, steps):
    large = profile(100, **{"db.query.parameter.0": "p" * 300, "db.query.text": "s" * 300})
    reduced, document = fit(large, limit)
    assert reduced.dropped.steps == steps
    assert serialize.size(reduced) <= limit
    assert reduced.dropped.bytes > 0
    assert len(reduced.spans) + reduced.dropped.spans == 100
    assert sum(reduced.dropped.stages.values()) == reduced.dropped.spans
    assert document == serialize.encode(serialize.profile_document(reduced))
