"""Keeps an application going when its store fails: memory takes over, with one clear warning."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from cycleprof.stores._base import StoreError
from cycleprof.stores.memory import MemoryStore
from cycleprof.stores.retention import Retention

if TYPE_CHECKING:
    from cycleprof.model import Profile, Summary, Verdict
    from cycleprof.stores._base import Entry, Store
    from cycleprof.stores.query import Query

logger = logging.getLogger("cycleprof")

T = TypeVar("T")

_RETRY_SECONDS = 30.0
_MOST_IN_MEMORY = 200


class FallbackStore:
    """A store, and one in memory that is used while the first cannot be.

    What is recorded meanwhile stays in this process. The first store is tried again every half
    minute; a lock or a full disk may be gone by then.
    """

    def __init__(self, primary: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self.primary = primary
        self._memory = MemoryStore()
        self._clock = clock
        self._failed_at: float | None = None
        self._warned: set[str] = set()

    def save(self, entries: list[Entry]) -> None:
        def keep() -> bool:
            self.primary.save(entries)
            return True

        if self._ask(keep, otherwise=False):
            return
        self._memory.save(entries)
        self._memory.prune(Retention(profiles=_MOST_IN_MEMORY, size=100_000_000))

    def get(self, profile_id: str) -> Profile | None:
        found = self._memory.get(profile_id)
        return found or self._ask(lambda: self.primary.get(profile_id), None)

    def find(
        self, query: Query, *, limit: int, before: str | None = None, after: str | None = None
    ) -> list[Summary]:
        def search(store: Store) -> list[Summary]:
            return store.find(query, limit=limit, before=before, after=after)

        nothing: list[Summary] = []
        found = search(self._memory) + self._ask(lambda: search(self.primary), nothing)
        found.sort(key=lambda summary: summary.id, reverse=True)
        return found[-limit:] if after is not None else found[:limit]

    def rewrite(self, profile: Profile) -> bool:
        return self._memory.rewrite(profile) or self._ask(
            lambda: self.primary.rewrite(profile), otherwise=False
        )

    def follow(self, rules: str) -> None:
        def follow() -> bool:
            self.primary.follow(rules)
            return True

        self._memory.follow(rules)
        self._ask(follow, otherwise=False)

    def keep_verdicts(self, verdicts: list[Verdict]) -> None:
        def keep() -> bool:
            self.primary.keep_verdicts(verdicts)
            return True

        self._memory.keep_verdicts(verdicts)
        self._ask(keep, otherwise=False)

    def pin(self, profile_id: str, *, pinned: bool) -> bool:
        pin = self.primary.pin
        return self._memory.pin(profile_id, pinned=pinned) or self._ask(
            lambda: pin(profile_id, pinned=pinned), otherwise=False
        )

    def delete(self, profile_ids: Iterable[str]) -> int:
        ids = list(profile_ids)
        return self._memory.delete(ids) + self._ask(lambda: self.primary.delete(ids), 0)

    def prune(self, retention: Retention) -> int:
        return self._ask(lambda: self.primary.prune(retention), 0)

    def close(self) -> None:
        with suppress(StoreError):
            self.primary.close()

    def _ask(self, call: Callable[[], T], otherwise: T) -> T:
        """What the first store answers, or the other value while it does not."""
        if self._is_resting():
            return otherwise
        try:
            found = call()
        except StoreError as error:
            self._failed(error)
            return otherwise
        self._failed_at = None
        return found

    def _is_resting(self) -> bool:
        return self._failed_at is not None and self._clock() - self._failed_at < _RETRY_SECONDS

    def _failed(self, error: StoreError) -> None:
        self._failed_at = self._clock()
        if str(error) in self._warned:
            return
        self._warned.add(str(error))
        logger.warning(
            "cycleprof: %s. Profiles are kept in this process's memory meanwhile. %s",
            error,
            error.hint,
        )
