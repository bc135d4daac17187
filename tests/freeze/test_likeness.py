"""Repeats refer to the first of their kind, and can be read as if they did not."""

from __future__ import annotations

import cycleprof
from cycleprof.freeze.degrade import fit
from cycleprof.freeze.likeness import LIKE, refer, restore
from cycleprof.model import Origin, Profile, Span, Stage


def page(queries):
    """A list whose every row asks for its author."""
    shared = {"cycleprof.model": "shop.Author", "cycleprof.operation": "fetch",
              "cycleprof.relation": "author", "cycleprof.relation.kind": "forward",
              "cycleprof.relation.model": "shop.Book", "cycleprof.source": 1}  # fmt: skip
    source = {"cycleprof.model": "shop.Book", "cycleprof.operation": "fetch",
              "cycleprof.evaluation": 1, "cycleprof.rows": queries}  # fmt: skip
    spans = [_span(1, None, Stage.SERVER, 0), _span(2, 1, Stage.ORM, 1, **source)]
    for number in range(queries):
        first = len(spans) + 1
        spans.append(
            _span(first, 1, Stage.ORM, first, **shared, **{"cycleprof.parent": str(number)})
        )
        text = {"db.query.text": "SELECT name FROM author WHERE id = %s"}
        spans.append(
            _span(
                first + 1, first, Stage.DB, first, **text, **{"db.query.parameter.0": str(number)}
            )
        )
    return Profile(
        id="0" * 32, kind="request", name="GET /", started_at="2026-01-01T00:00:00Z",
        duration_ns=10**6, spans=tuple(spans),
    )  # fmt: skip


def _span(number, parent, stage, start, **attributes):
    end = 10**6 if parent is None else start + 1
    origin = Origin(file="shop/views.py", line=9, function="view")
    return Span(id=number, parent_id=parent, stage=stage, name=stage.value, start_ns=start,
                end_ns=end, origin=origin, attributes=attributes)  # fmt: skip


def test_repeats_refer_to_the_first_and_keep_what_tells_them_apart():
    reduced = refer(page(3))
    third = reduced.spans[4]
    assert third.attributes == {LIKE: 3, "cycleprof.parent": "1"}


def test_reading_follows_the_references():
    whole = restore(refer(page(3)))
    assert whole.spans[4].attributes == page(3).spans[4].attributes


def test_a_page_too_large_to_keep_still_gives_its_finding():
    large = page(500)
    reduced = fit(large, 260_000).profile
    found = cycleprof.analyse(reduced)

    assert "attributes" in reduced.dropped.steps
    assert [(one.code, one.count, one.confidence) for one in found.findings] == [
        ("CP001", 500, "exact")
    ]
    assert found.totals.queries == 500


def test_lost_parameters_prove_no_equality():
    spans = [_span(1, None, Stage.SERVER, 0)]
    for number in range(2, 300):
        text = {"db.query.text": "SELECT name FROM author WHERE id = %s"}
        spans.append(
            _span(number, 1, Stage.DB, number, **text, **{"db.query.parameter.0": f"{number:0300}"})
        )
    large = Profile(
        id="0" * 32, kind="request", name="GET /", started_at="2026-01-01T00:00:00Z",
        duration_ns=10**6, spans=tuple(spans),
    )  # fmt: skip
    reduced = fit(large, 100_000).profile

    assert "query parameters" in reduced.dropped.steps
    assert [one.code for one in cycleprof.analyse(reduced).findings] == ["CP005"]
