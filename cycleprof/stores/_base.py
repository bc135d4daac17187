"""What every store offers, what it is told to keep, and how it says that it cannot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cycleprof.packing import unpack

if TYPE_CHECKING:
    from cycleprof.model import Profile, Summary, Verdict
    from cycleprof.stores.query import Query
    from cycleprof.stores.retention import Retention


class StoreError(Exception):
    """A store that cannot be used: a damaged or foreign file, a full disk, no connection.

    ``hint`` says what to do about it.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class Entry(NamedTuple):
    """A profile with what lists show and search.

    ``packed`` is the profile as it is kept, ``statements`` are its distinct SQL shapes.
    """

    packed: bytes
    summary: Summary
    statements: tuple[str, ...] = ()

    @property
    def profile(self) -> Profile:
        """The profile, unpacked."""
        return unpack(self.packed)


class Store(Protocol):
    """Keeps profiles. Ids sort by time, so "before" and "after" an id mean older and newer.

    Every method raises :class:`StoreError` if the store cannot be used.
    """

    def save(self, entries: list[Entry]) -> None:
        """Keep the entries; one whose id is known already is replaced."""

    def get(self, profile_id: str) -> Profile | None:
        """The profile of this id, or None if the store has none."""

    def find(
        self, query: Query, *, limit: int, before: str | None = None, after: str | None = None
    ) -> list[Summary]:
        """The newest ``limit`` matches, newest first; with ``after`` those next after that id."""

    def rewrite(self, profile: Profile) -> bool:
        """Put it in the place of the one with its id, whose row stays; False if there is none."""

    def follow(self, rules: str) -> None:
        """Forget what was judged by other rules than these; verdicts are kept as being by them."""

    def keep_verdicts(self, verdicts: list[Verdict]) -> None:
        """Keep what judging has told of profiles; one that is gone meanwhile is passed over."""

    def pin(self, profile_id: str, *, pinned: bool) -> bool:
        """Keep the profile whatever is pruned, or no longer; False if the store has none."""

    def delete(self, profile_ids: Iterable[str]) -> int:
        """Remove these, pinned or not; returns how many there were."""

    def prune(self, retention: Retention) -> int:
        """Remove what exceeds the retention; returns how many profiles went."""

    def close(self) -> None:
        """Release files and connections. The store may be used again; it then reopens them."""
