"""Prints how long the analysis of a profile with 10,000 queries takes.

Run it with ``python tests/benchmarks/analysis_10k.py``; the budget is one second.
"""

from __future__ import annotations

import time

import cycleprof
from cycleprof.model import Origin, Profile, Span, Stage

QUERIES = 10_000
SOURCES = 50


def profile() -> Profile:
    """A request with lists whose every row asks for a relation, and some transactions."""
    spans = [Span(id=1, parent_id=None, stage=Stage.SERVER, name="GET /", start_ns=0, end_ns=0)]
    for number in range(QUERIES):
        start = number * 1_000 + 1
        spans += _use(number, start, len(spans) + 1)
    end = QUERIES * 1_000 + 1
    spans[0] = Span(id=1, parent_id=None, stage=Stage.SERVER, name="GET /", start_ns=0, end_ns=end)
    return Profile(
        id="0" * 32, kind="request", name="GET /", started_at="2026-01-01T00:00:00Z",
        duration_ns=end, spans=tuple(spans),
    )  # fmt: skip


def _use(number: int, start: int, first: int) -> list[Span]:
    rows = QUERIES // SOURCES
    source = number // rows * rows
    origin = Origin(file="shop/views.py", line=10 + source % 97, function="listing")
    attributes: dict[str, str | int] = {
        "cycleprof.operation": "fetch",
        "cycleprof.model": "shop.Book" if number == source else "shop.Author",
        "cycleprof.evaluation": number + 1,
        "cycleprof.rows": rows if number == source else 1,
    }
    if number != source:
        attributes |= {
            "cycleprof.relation": "author",
            "cycleprof.relation.kind": "forward",
            "cycleprof.relation.model": "shop.Book",
            "cycleprof.parent": str(number),
            "cycleprof.source": source + 1,
        }
    statement = f'SELECT "id", "name" FROM "shop_{source}" WHERE "id" = %s LIMIT 21'
    block = Span(
        id=first, parent_id=1, stage=Stage.TRANSACTION, name="atomic", start_ns=start,
        end_ns=start + 900, overlay=True, origin=origin, attributes={"cycleprof.alias": "default"},
    )  # fmt: skip
    use = Span(
        id=first + 1, parent_id=1, stage=Stage.ORM, name="Author fetch", start_ns=start + 1,
        end_ns=start + 800, origin=origin, attributes=attributes,
    )  # fmt: skip
    sent = Span(
        id=first + 2, parent_id=first + 1, stage=Stage.DB, name="SELECT", start_ns=start + 2,
        end_ns=start + 700, origin=origin,
        attributes={
            "db.query.text": statement,
            "db.query.parameter.0": str(number),
            "cycleprof.alias": "default",
        },
    )  # fmt: skip
    return [block, use, sent]


def main() -> None:
    recorded = profile()
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        report = cycleprof.analyse(recorded)
        best = min(best, time.perf_counter() - start)
    print(
        f"{report.totals.queries} queries, {len(recorded.spans)} spans, "
        f"{len(report.findings)} findings: {best:.3f} s"
    )


if __name__ == "__main__":
    main()
