"""Looks over the shoulder of threads that do one thing for long, to see on which line they are."""

from __future__ import annotations

import sys
import threading
import time
from threading import get_ident

from cycleprof.frames import Call, Spot, callers, look
from cycleprof.recorder import clock, suppressed

_IDLE_S = 10.0


class Watch:
    """One piece of work: since when a thread is at it, and where it was found to be."""

    __slots__ = ("calls", "since", "spot", "thread")

    def __init__(self) -> None:
        self.thread = get_ident()
        self.since = clock()
        self.spot: Spot | None = None
        self.calls: list[Call] = []


class Watchdog:
    """A thread that looks at what takes longer than ``patience_ns``; it sleeps while nobody works.

    It starts with the first watch, and ends by itself when there has been none for a while.
    """

    def __init__(self, patience_ns: int) -> None:
        self._patience_ns = patience_ns
        self._watched: dict[int, Watch] = {}
        self._work = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def begin(self) -> Watch:
        """Watch this thread until :meth:`end`."""
        watch = Watch()
        self._watched[watch.thread] = watch
        if not self._work.is_set():
            self._work.set()
        if self._thread is None or not self._thread.is_alive():  # in a forked child it is not
            self._start()
        return watch

    def end(self, watch: Watch) -> None:
        """The work is done."""
        self._watched.pop(watch.thread, None)

    def _start(self) -> None:
        with self._lock, suppressed():
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="cycleprof-watchdog")
                self._thread.daemon = True
                self._thread.start()

    def _run(self) -> None:
        while self._work.wait(_IDLE_S):
            time.sleep(self._patience_ns / 2e9)
            now = clock()
            for watch in list(self._watched.values()):
                if watch.spot is None and now - watch.since >= self._patience_ns:
                    self._look(watch)
            if not self._watched:
                self._work.clear()
        with self._lock:
            self._thread = None

    def _look(self, watch: Watch) -> None:
        frame = sys._current_frames().get(watch.thread)
        if frame is not None and self._watched.get(watch.thread) is watch:
            watch.spot, watch.calls = look(frame)[0], callers(frame)
