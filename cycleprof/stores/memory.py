"""Profiles in this process's memory: gone with it, invisible to others."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from cycleprof.lazy import LOADING
from cycleprof.packing import opened, pack_profile
from cycleprof.stores.retention import Retention, Row, choose
from cycleprof.stores.summary import judged, unjudged

if TYPE_CHECKING:
    from cycleprof.model import Profile, Summary, Verdict
    from cycleprof.stores._base import Entry
    from cycleprof.stores.query import Query


class _Kept(NamedTuple):
    """An entry, packed: few are ever looked at, and objects take much more."""

    packed: bytes
    summary: Summary
    statements: tuple[str, ...]


class MemoryStore:
    """A dictionary behind a lock."""

    def __init__(self) -> None:
        self._entries: dict[str, _Kept] = {}
        self._lock = Lock()
        self._rules = ""

    def save(self, entries: list[Entry]) -> None:
        kept = [_Kept(one.packed, one.summary, one.statements) for one in entries]
        with self._lock:
            self._entries.update((one.summary.id, one) for one in kept)

    def get(self, profile_id: str) -> Profile | None:
        entry = self._entries.get(profile_id)
        if entry is None:
            return None
        return opened(entry.packed)

    def find(
        self, query: Query, *, limit: int, before: str | None = None, after: str | None = None
    ) -> list[Summary]:
        with self._lock:
            ids = sorted(self._entries)
        if after is not None:
            return self._matching((one for one in ids if one > after), query, limit)[::-1]
        older = (one for one in reversed(ids) if before is None or one < before)
        return self._matching(older, query, limit)

    def _matching(self, ids: Iterable[str], query: Query, limit: int) -> list[Summary]:
        with LOADING:
            from cycleprof.stores.matching import matches  # noqa: PLC0415 - nobody has asked until then

        found: list[Summary] = []
        for one in ids:
            entry = self._entries.get(one)
            if entry is not None and matches(query, entry.summary, entry.statements):
                found.append(entry.summary)
                if len(found) == limit:
                    break
        return found

    def rewrite(self, profile: Profile) -> bool:
        packed = pack_profile(profile)
        with self._lock:
            entry = self._entries.get(profile.id)
            if entry is not None:
                self._entries[profile.id] = entry._replace(packed=packed)
        return entry is not None

    def follow(self, rules: str) -> None:
        with self._lock:
            if rules == self._rules:
                return
            self._rules = rules
            for one, entry in self._entries.items():
                self._entries[one] = entry._replace(summary=unjudged(entry.summary))

    def keep_verdicts(self, verdicts: list[Verdict]) -> None:
        with self._lock:
            for one in verdicts:
                entry = self._entries.get(one.id)
                if entry is not None:
                    summary = judged(entry.summary, one)
                    self._entries[one.id] = entry._replace(summary=summary)

    def pin(self, profile_id: str, *, pinned: bool) -> bool:
        with self._lock:
            entry = self._entries.get(profile_id)
            if entry is None:
                return False
            summary = replace(entry.summary, pinned=pinned)
            self._entries[profile_id] = entry._replace(summary=summary)
            return True

    def delete(self, profile_ids: Iterable[str]) -> int:
        with self._lock:
            found = [one for one in set(profile_ids) if one in self._entries]
            for one in found:
                del self._entries[one]
        return len(found)

    def prune(self, retention: Retention) -> int:
        with self._lock:
            rows = [_row(entry) for entry in self._entries.values()]
        return self.delete(choose(rows, retention, time.time_ns()))

    def close(self) -> None:
        """Nothing to release."""


def _row(entry: _Kept) -> Row:
    summary = entry.summary
    return Row(
        summary.id,
        summary.route or summary.name,
        summary.duration_ns,
        summary.started_ns,
        len(entry.packed),
        summary.pinned,
    )
