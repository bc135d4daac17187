"""Freezes and saves finished cycles in a thread of its own, at a pace that requests do not feel."""

from __future__ import annotations

import atexit
import logging
import os
import time
from threading import Condition, Event, Lock, Thread
from typing import TYPE_CHECKING

from cycleprof.recorder import suppressed
from cycleprof.stores.retention import Retention
from cycleprof.stores.summary import entry_of
from cycleprof.stores.waiting import Waiting

if TYPE_CHECKING:
    from cycleprof.freeze import Recording
    from cycleprof.model import Profile
    from cycleprof.stores._base import Entry, Store

logger = logging.getLogger("cycleprof")

# A batch is one transaction of the store. Its spans are few, since Python runs one thread at a
# time: while a batch is being frozen, a request waits for its turn again and again.
_BATCH = 16
_BATCH_SPANS = 1_000
# What may wait. A burst of small requests is then kept as far as the store keeps it, and of a page
# of 200 queries some 190.
_MOST_RECORDINGS = 1_024
_MOST_BYTES = 32_000_000
_PRUNE_EVERY = 100
_EXIT_SECONDS = 10.0  # a command such as the first migrate leaves thousands of statements behind

SHARE = 0.1
"""How much of one CPU the writer takes while nobody waits for it: it rests nine times as long as
it has worked."""
_GATHER_SECONDS = 0.05
_LONGEST_REST_SECONDS = 1.0


class Writer:
    """A bounded queue before a store.

    It wakes in the first pause after a cycle has ended, or after a second if there is none, and
    rests after each batch. So what a busy server records is written at leisure: of each route as
    much as the store would keep waits meanwhile, and what is more than that goes unwritten, as
    it would have to be deleted again. Whoever waits in :meth:`flush` ends the rests.

    ``dropped`` counts what went unwritten, for its route's sake or because the queue was full.
    """

    def __init__(
        self,
        store: Store,
        *,
        capacity: int = _MOST_RECORDINGS,
        retention: Retention | None = None,
    ) -> None:
        self.store = store
        self.dropped = 0
        self._capacity = capacity
        self._retention = retention or Retention()
        self._reset()
        atexit.register(self.flush, _EXIT_SECONDS)

    def _reset(self) -> None:
        self._pid = os.getpid()
        self._lock = Lock()
        self._arrived = Condition(self._lock)
        self._saved = Condition(self._lock)
        self._hurry = Event()
        self._hurried = 0
        self._waiting = Waiting(self._capacity, _MOST_BYTES, self._retention.per_route)
        self._arrivals = 0
        self._current: list[Recording] = []
        self._thread: Thread | None = None
        self._since_prune = _PRUNE_EVERY  # a server that restarts often must prune as well

    def submit(self, recording: Recording) -> None:
        """Take over a finished cycle. Returns at once."""
        if self._pid != os.getpid():  # after a fork the thread and its queue are the parent's
            self._reset()
        with self._lock:
            self.dropped += self._waiting.add(recording)
            self._arrivals += 1
            if self._thread is None or not self._thread.is_alive():
                self._thread = self._start()
            if len(self._waiting) == 1:  # only an empty queue is waited for
                self._arrived.notify()

    def _start(self) -> Thread:
        thread = Thread(target=self._run, name="cycleprof-writer", daemon=True)
        with suppressed():  # the thread serves everybody: it must inherit nobody's recorder
            thread.start()
        return thread

    def pending(self, profile_id: str) -> Profile | None:
        """A profile that was submitted here and is not in the store yet."""
        with self._lock:
            current = {recording.id: recording for recording in self._current}
            recording = self._waiting.get(profile_id) or current.get(profile_id)
        return recording.profile if recording is not None else None

    def flush(self, timeout: float = 10.0) -> bool:
        """Wait until all that was submitted is saved; False if that took longer than allowed."""
        if self._pid != os.getpid():
            return True
        with self._lock:
            self._hurried += 1
            self._hurry.set()
            try:
                return self._saved.wait_for(lambda: not (self._waiting or self._current), timeout)
            finally:
                self._hurried -= 1
                if not self._hurried:
                    self._hurry.clear()

    def close(self) -> None:
        """Save what is pending, and let the store go. The writer may be used again."""
        self.flush()
        self.store.close()

    def _run(self) -> None:
        while True:
            self._take()
            started = time.thread_time()
            try:
                self._write(self._current)
            except Exception:
                logger.exception("cycleprof could not save %d profiles", len(self._current))
            finally:
                with self._lock:
                    self._current = []
                    self._saved.notify_all()
            rest = (time.thread_time() - started) * (1 / SHARE - 1)
            self._hurry.wait(min(rest, _LONGEST_REST_SECONDS))

    def _take(self) -> None:
        """Wait for work, and for a pause: what belongs together, such as a page's data, comes soon.

        While requests keep coming there is none, and what they leave is mostly superseded by what
        the next ones do.
        """
        with self._lock:
            self._arrived.wait_for(lambda: self._waiting)
        deadline = time.monotonic() + _LONGEST_REST_SECONDS
        before = -1
        while before != self._arrivals and time.monotonic() < deadline:
            before = self._arrivals
            if self._hurry.wait(_GATHER_SECONDS) or self._waiting.is_crowded:
                break
        with self._lock:
            self._current = self._waiting.take(_BATCH, _BATCH_SPANS)

    def _write(self, recordings: list[Recording]) -> None:
        entries = [entry for one in recordings if (entry := self._entry(one)) is not None]
        self.store.save(entries)
        self._since_prune += len(recordings)
        if self._since_prune >= _PRUNE_EVERY:
            self._since_prune = 0
            self.store.prune(self._retention)

    def _entry(self, recording: Recording) -> Entry | None:
        try:
            return entry_of(recording)
        except Exception:
            logger.exception("cycleprof could not make a profile of %s", recording.id)
            return None
