"""Reads a finished cycle fast: what it asked of the databases, straight from the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from cycleprof.fingerprint import fingerprint
from cycleprof.freeze import Facts, Paths
from cycleprof.gate.digest import CYCLE, count_lines
from cycleprof.gate.fills import Window, is_within, windows
from cycleprof.gate.run import Cycle, Query
from cycleprof.gate.warm_up import cache_call, reads_once
from cycleprof.model import Origin, Stage
from cycleprof.recorder import Record, Recorder
from cycleprof.records import as_record
from cycleprof.serialize import Document
from cycleprof.testing import statements
from cycleprof.testing.case import Ended
from cycleprof.testing.reading import FullReader

_TEXT = "db.query.text"
_MOST_SQL = 2_000
Group = tuple[str, str, bool]
"""Alias, text, and whether it only filled a cache."""


class CountsReader:
    """Counts statements by shape and line. Finds nothing and keeps no documents."""

    def __init__(self, warm_up: Collection[str], paths: Paths) -> None:
        self._warm_up = warm_up
        self._paths = paths
        self.findings: dict[str, Document] = {}
        self.silencers: dict[str, bool] = {}

    def __call__(self, ended: Ended) -> Cycle:
        if ended.recorder is None or ended.facts is None:
            return FullReader(self._warm_up, 0)(ended)
        records = list(_own(ended.recorder))
        statements.forget(ended.recorder)
        queries = self._queries(records, _windows(records, ended.cleared))
        facts = ended.facts()
        request, response = facts.request, facts.response
        return Cycle(
            id=ended.recording.id,
            kind=facts.kind,
            name=facts.name,
            phase=ended.phase,
            nested=ended.nested,
            method=request.method if request else None,
            path=request.path if request else None,
            route=request.route if request else None,
            url_name=request.url_name if request else None,
            status=response.status if response else None,
            totals=_totals(ended.recorder, records, queries, facts),
            stages={},
            queries=queries,
            findings=[],
            profile=None,
        )

    def _queries(self, records: Iterable[Record], filling: Sequence[Window]) -> list[Query]:
        groups: dict[Group, Counter[Origin | None]] = {}
        for record, is_fill, count in _distinct(records, filling):
            details = record.describe(record.raw)
            if _TEXT not in details.attributes:
                continue
            alias = str(details.attributes.get("cycleprof.alias", ""))
            group = (alias, str(details.attributes[_TEXT]), is_fill)
            groups.setdefault(group, Counter())[self._paths.origin(details.site)] += count
        return _merged(groups, self._warm_up)


def _windows(records: Iterable[Record], cleared: Collection[str]) -> list[Window]:
    """When the cycle filled caches."""
    calls = []
    for record in records:
        if record.stage == Stage.CACHE:
            details = record.describe(record.raw)
            known = {**details.attributes, **(record.notes or {})}
            calls.append(cache_call(details.name, known, record.start, record.end))
    return windows(calls, cleared)


def _own(recorder: Recorder) -> Iterator[Record]:
    """The records of the cycle without those of cycles within it."""
    records = [as_record(row) for row in recorder.records]
    inside = {one.id for one in records if one.notes and CYCLE in one.notes} - {recorder.root.id}
    if inside:  # children end before their parents, so walk backwards
        for record in reversed(records):
            if record.parent_id in inside:
                inside.add(record.id)
    return (record for record in records if record.id not in inside)


def _distinct(
    records: Iterable[Record], filling: Sequence[Window]
) -> list[tuple[Record, bool, int]]:
    """One record for all that ran the same text at the same line: only one has to be described."""
    counts: Counter[Any] = Counter()
    examples: dict[Any, tuple[Record, bool]] = {}
    for record in records:
        if record.stage != Stage.DB:
            continue
        is_fill = bool(filling) and is_within(record.start, record.end, filling)
        key = (_key(record), is_fill)
        counts[key] += 1
        examples.setdefault(key, (record, is_fill))
    return [(*examples[key], count) for key, count in counts.items()]


def _key(record: Record) -> Any:
    """Text and alias, where counts mode's own hook has recorded them; else the record."""
    return record.raw[:2] if record.describe is statements.describe else record.id


def _merged(groups: dict[Group, Counter[Origin | None]], warm_up: Collection[str]) -> list[Query]:
    """One entry per shape: texts that differ in their values only become one."""
    shapes: dict[Group, tuple[str, Counter[Origin | None]]] = {}
    for (alias, text, is_fill), lines in groups.items():
        shape = fingerprint(text)
        shapes.setdefault((alias, shape.hash, is_fill), (shape.sql, Counter()))[1].update(lines)
    return [
        Query(
            fingerprint=key,
            alias=alias,
            sql=sql[:_MOST_SQL],
            count=lines.total(),
            warm_up=is_fill or reads_once(sql, warm_up),
            lines=count_lines(origin for origin in lines.elements() if origin is not None),
        )
        for (alias, key, is_fill), (sql, lines) in sorted(shapes.items())
    ]


def _totals(
    recorder: Recorder, records: list[Record], queries: list[Query], facts: Facts
) -> dict[str, int]:
    size = facts.response.size_bytes if facts.response else None
    root = recorder.root
    end = next((one.end for one in reversed(records) if one.id == root.id), root.start)
    return {
        "duration_ns": end - root.start,
        "db_ns": sum(one.end - one.start for one in records if one.stage == Stage.DB),
        "queries": sum(query["count"] for query in queries) + recorder.lost.get(Stage.DB, 0),
        "fingerprints": sum(not query["warm_up"] for query in queries),
        "warm_up": sum(query["count"] for query in queries if query["warm_up"]),
        "http": sum(one.stage == Stage.HTTP for one in records),
        "response_bytes": size or 0,
    }
