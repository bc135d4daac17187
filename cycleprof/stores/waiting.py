"""The recordings that wait to be written: bounded, and fair to rare ones when it gets full."""

from __future__ import annotations

from collections import Counter

from cycleprof.freeze import Recording


class Waiting:
    """A queue, oldest first, of at most so many recordings that hold at most so many bytes.

    What is one too many goes unwritten: the oldest of the group that has the most waiting, as a
    store keeps only so many profiles of one route. Not thread-safe; its owner has a lock.
    """

    def __init__(self, recordings: int, size_bytes: int) -> None:
        self._most_recordings = recordings
        self._most_bytes = size_bytes
        self._bytes = 0
        self._queue: dict[str, Recording] = {}  # by id, in order of arrival
        self._sizes: dict[str, int] = {}
        self._groups: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._queue)

    def get(self, recording_id: str) -> Recording | None:
        return self._queue.get(recording_id)

    def add(self, recording: Recording) -> int:
        """Take one in; returns how many had to go for it."""
        size, groups = recording.held_bytes, self._groups
        self._queue[recording.id] = recording
        groups[recording.group] = groups.get(recording.group, 0) + 1
        self._sizes[recording.id] = size
        self._bytes += size
        gone = 0
        while len(self._queue) > 1 and self._is_full():
            self._remove(self._surplus())
            gone += 1
        return gone

    def take(self, recordings: int, spans: int) -> list[Recording]:
        """The oldest, as many as stay within these numbers, and one in any case."""
        taken: list[Recording] = []
        while self._queue and len(taken) < recordings and spans > 0:
            taken.append(self._remove(next(iter(self._queue))))
            spans -= taken[-1].spans
        return taken

    def _is_full(self) -> bool:
        return len(self._queue) > self._most_recordings or self._bytes > self._most_bytes

    def _surplus(self) -> str:
        """Never the newest: it is its group's last, and groups of one go in order of arrival."""
        busiest = max(self._groups, key=self._groups.__getitem__)
        return next(one.id for one in self._queue.values() if one.group == busiest)

    def _remove(self, recording_id: str) -> Recording:
        recording = self._queue.pop(recording_id)
        self._bytes -= self._sizes.pop(recording_id)
        self._groups[recording.group] -= 1
        if not self._groups[recording.group]:
            del self._groups[recording.group]
        return recording
