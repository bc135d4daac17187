"""The recordings that wait to be written: bounded, and fair to rare ones when it gets full."""

from __future__ import annotations

from cycleprof.freeze import Recording

_SLOWEST = 3
"""So many of a group stay as long as ordinary ones can go, as in a store (see ``retention``)."""


class Waiting:
    """A queue of at most so many recordings, of each group and in all, and of so many bytes.

    What is one too many goes unwritten. If a group has more than its share, that is one of its own,
    which the store would not have kept either; if all are too many, one of the group that has the
    most. Not thread-safe; its owner has a lock.
    """

    def __init__(self, recordings: int, size_bytes: int, per_group: int | None = None) -> None:
        self._most_recordings = recordings
        self._most_bytes = size_bytes
        self._per_group = per_group or recordings
        self._bytes = 0
        self._queue: dict[str, Recording] = {}  # by id
        self._sizes: dict[str, int] = {}
        self._groups: dict[str, _Group] = {}

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def is_crowded(self) -> bool:
        """Whether some will have to go unless they are written soon."""
        return 2 * len(self._queue) > self._most_recordings or 2 * self._bytes > self._most_bytes

    def get(self, recording_id: str) -> Recording | None:
        return self._queue.get(recording_id)

    def add(self, recording: Recording) -> int:
        """Take one in; returns how many had to go for it."""
        size = recording.held_bytes
        self._queue[recording.id] = recording
        group = self._groups.get(recording.group)
        if group is None:
            group = self._groups[recording.group] = _Group()
        group.add(recording)
        self._sizes[recording.id] = size
        self._bytes += size
        if len(group) > self._per_group:
            self._forget(group.give_up(), recording.group)
            return 1
        gone = 0
        while len(self._queue) > 1 and self._is_full():
            name = max(self._groups, key=lambda one: len(self._groups[one]))
            self._forget(self._groups[name].give_up(), name)
            gone += 1
        return gone

    def take(self, recordings: int, spans: int) -> list[Recording]:
        """One of each group in turn, as many as stay within these numbers, and one in any case."""
        taken: list[Recording] = []
        while self._queue and len(taken) < recordings and spans > 0:
            name = next(iter(self._groups))
            group = self._groups.pop(name)
            self._groups[name] = group  # it is the last now
            one = group.take()
            self._forget(one, name)
            taken.append(one)
            spans -= one.spans
        return taken

    def _is_full(self) -> bool:
        return len(self._queue) > self._most_recordings or self._bytes > self._most_bytes

    def _forget(self, recording: Recording, group: str) -> None:
        del self._queue[recording.id]
        self._bytes -= self._sizes.pop(recording.id)
        if not self._groups[group]:
            del self._groups[group]


class _Group:
    """The recordings of one route.

    ``line`` are ordinary ones in order of arrival, ``kept`` those that are worth more, which are
    written first, and ``slow`` those that stay while ordinary ones go.
    """

    __slots__ = ("kept", "line", "newest", "slow")

    def __init__(self) -> None:
        self.line: dict[str, Recording] = {}
        self.kept: dict[str, Recording] = {}
        self.slow: list[Recording] = []
        self.newest = ""

    def __len__(self) -> int:
        return len(self.line) + len(self.kept) + len(self.slow)

    def add(self, recording: Recording) -> None:
        self.newest = recording.id
        (self.kept if recording.is_wanted else self.line)[recording.id] = recording

    def give_up(self) -> Recording:
        """The one to do without: the oldest ordinary one, and the newest in no case."""
        while self.line and next(iter(self.line)) != self.newest:
            self.slow.append(_oldest(self.line))
            if len(self.slow) > _SLOWEST:
                return self._fastest()
        if self.slow:
            return self._fastest()
        return _oldest(self.kept or self.line)

    def take(self) -> Recording:
        """The oldest of those that are worth more, or else of all."""
        if self.kept:
            return _oldest(self.kept)
        return self.slow.pop(0) if self.slow else _oldest(self.line)

    def _fastest(self) -> Recording:
        found = min(self.slow, key=lambda one: one.duration_ns)
        self.slow.remove(found)
        return found


def _oldest(some: dict[str, Recording]) -> Recording:
    return some.pop(next(iter(some)))
