"""Looks over the shoulder of threads that do one thing for long, to see on which line they are."""

from __future__ import annotations

import os
import sys
import threading
import time
from threading import get_ident

from cycleprof.frames import Call, Spot, callers, look
from cycleprof.instruments._guard import admit
from cycleprof.recorder import clock, suppressed

_NAME = "event_loop"
_IDLE_S = 10.0
_MOST_SEEN = 1_000

Sighting = tuple[Spot | None, tuple[Call, ...]]
"""Where a thread was found to be: the line that is responsible, and its callers."""


class Watchdog:
    """A thread that looks at what takes longer than ``patience_ns``; it sleeps while nobody works.

    It starts with the first piece of work, and ends by itself when there has been none for a while.
    Work is each step of an event loop: so nothing is made for it, and no lock is taken.
    """

    def __init__(self, patience_ns: int) -> None:
        self._patience_ns = patience_ns
        self._reset()
        if hasattr(os, "register_at_fork"):  # the child has no such thread
            os.register_at_fork(after_in_child=self._reset)

    def _reset(self) -> None:
        self._since: dict[int, int] = {}
        """By thread: when what it is at began."""
        self._seen: dict[tuple[int, int], Sighting] = {}
        """By thread and beginning: where it was found. Who did the work takes it out."""
        self._awake = False
        self._work = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def begin(self) -> int | None:
        """Watch this thread until :meth:`end`, which takes the time that this returns."""
        try:
            since = self._since[get_ident()] = clock()
            if not self._awake:
                self._wake()
        except Exception as error:  # no thread may be left to be had
            admit(_NAME, error)
            return None
        return since

    def end(self, since: int | None) -> int:
        """The work is done; returns the nanoseconds that it took."""
        try:
            self._since.pop(get_ident(), None)
            return clock() - since if since is not None else 0
        except Exception as error:
            admit(_NAME, error)
            return 0

    def seen(self, since: int) -> Sighting:
        """Where this thread was found at work that began then, and took long."""
        return self._seen.pop((get_ident(), since), (None, ()))

    def _wake(self) -> None:
        with self._lock, suppressed():
            self._work.set()
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="cycleprof-watchdog")
                self._thread.daemon = True
                self._thread.start()
            self._awake = True

    def _run(self) -> None:
        while self._goes_on():
            time.sleep(self._patience_ns / 2e9)
            try:
                self._look_round()
            except Exception as error:  # without it nobody would ever look again
                admit(_NAME, error)
            if not self._since:
                self._rest()

    def _goes_on(self) -> bool:
        if self._work.wait(_IDLE_S):
            return True
        with self._lock:
            if not self._work.is_set():  # nor has anybody asked since
                self._thread = None
                self._awake = False
            return self._work.is_set()

    def _look_round(self) -> None:
        now = clock()
        for thread, since in list(self._since.items()):
            if now - since >= self._patience_ns and (thread, since) not in self._seen:
                self._look(thread, since)

    def _rest(self) -> None:
        with self._lock:
            self._work.clear()
            self._awake = False
            if self._since:  # it began before it could know that it has to wake somebody
                self._awake = True
                self._work.set()

    def _look(self, thread: int, since: int) -> None:
        frame = sys._current_frames().get(thread)
        if frame is not None and self._since.get(thread) == since:
            if len(self._seen) >= _MOST_SEEN:  # of work that ended meanwhile, nobody asks
                self._seen.clear()
            self._seen[thread, since] = look(frame)[0], tuple(callers(frame))
