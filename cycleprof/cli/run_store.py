"""A test run's document as a store to read from: its cycles are what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, cast

from cycleprof import serialize
from cycleprof.cli.errors import CommandError
from cycleprof.gate.run import Cycle, Run, Test
from cycleprof.model import Profile, Summary, Verdict
from cycleprof.model.stage import Kind
from cycleprof.stores import Entry, Query, Retention
from cycleprof.stores.matching import matches

_HINT = "Read it with list, show and export; `cycleprof merge` writes others."


class RunStore:
    """Every cycle of a run, named by its request and its test. Read anew for each question.

    With ``whole`` only those whose profile the run kept, not the ones that it has in short.
    """

    def __init__(self, run: Run, *, whole: bool = False) -> None:
        self.run = run
        self._whole = whole

    def find(
        self, query: Query, *, limit: int, before: str | None = None, after: str | None = None
    ) -> list[Summary]:
        found: dict[str, Summary] = {}
        for test in self.run:
            for cycle in test["profiles"]:
                if not self._is_asked_for(cycle, before, after):
                    continue
                summary = _summary(test, cycle)
                if matches(query, summary, [group["sql"] for group in cycle["queries"]]):
                    found[summary.id] = summary
        newest_first = sorted(found.values(), key=lambda one: one.id, reverse=True)
        return newest_first[-limit:] if after is not None else newest_first[:limit]

    def _is_asked_for(self, cycle: Cycle, before: str | None, after: str | None) -> bool:
        if self._whole and cycle["profile"] is None:
            return False
        return (before is None or cycle["id"] < before) and (after is None or cycle["id"] > after)

    def get(self, profile_id: str) -> Profile | None:
        for cycle in self._cycles():
            if cycle["id"] == profile_id and cycle["profile"] is not None:
                return serialize.parse_profile(cycle["profile"])
        return None

    def _cycles(self) -> Iterator[Cycle]:
        for test in self.run:
            yield from test["profiles"]

    def save(self, entries: list[Entry]) -> None:  # noqa: ARG002 - a run is only read
        raise self._read_only()

    def rewrite(self, profile: Profile) -> bool:  # noqa: ARG002 - a run is only read
        raise self._read_only()

    def follow(self, rules: str) -> None:
        """Nothing of a run is kept, so nothing is out of date."""

    def keep_verdicts(self, verdicts: list[Verdict]) -> None:
        """Its cycles are judged already."""

    def pin(self, profile_id: str, *, pinned: bool) -> bool:  # noqa: ARG002 - a run is only read
        raise self._read_only()

    def delete(self, profile_ids: Iterable[str]) -> int:  # noqa: ARG002 - a run is only read
        raise self._read_only()

    def prune(self, retention: Retention) -> int:  # noqa: ARG002 - a run is only read
        raise self._read_only()

    def close(self) -> None:
        """Nothing is held open."""

    def _read_only(self) -> CommandError:
        return CommandError(f"{self.run.path} is a test run; it is only read", _HINT)


def _summary(test: Test, cycle: Cycle) -> Summary:
    codes = {one["fingerprint"]: one["code"] for one in test["findings"]}
    document: dict[str, Any] = cycle["profile"] or {}
    started = datetime.fromtimestamp(int(cycle["id"][:12], 16) / 1_000, UTC)
    totals = cycle["totals"]
    return Summary(
        id=cycle["id"],
        kind=cast("Kind", cycle["kind"]),
        name=f"{cycle['name']}  {test['nodeid']}",
        started_at=document.get("started_at") or started.isoformat().replace("+00:00", "Z"),
        started_ns=int(started.timestamp() * 1_000) * 1_000_000,
        duration_ns=totals.get("duration_ns", 0),
        method=cycle["method"],
        path=cycle["path"],
        route=cycle["route"],
        view=(document.get("request") or {}).get("view"),
        status=cycle["status"],
        content_type=(document.get("response") or {}).get("content_type"),
        queries=totals.get("queries", 0),
        db_ns=totals.get("db_ns", 0),
        findings=len(cycle["findings"]),
        stages=cycle["stages"],
        codes=tuple(sorted({codes[one] for one in cycle["findings"] if one in codes})),
        size_bytes=totals.get("response_bytes"),
    )
