"""What one test causes: the cycles that began while it ran, in whichever thread they did."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Condition, get_ident
from typing import Any, NamedTuple, Protocol

from cycleprof.freeze import Facts, Paths, Recording
from cycleprof.gate.run import Cycle
from cycleprof.recorder import Recorder
from cycleprof.serialize import Document

_BATCH = 32


class Ended(NamedTuple):
    """A cycle that is over and not read yet. A block has neither recorder nor facts here.

    ``cleared`` are the aliases of the caches that were cleared since its test began.
    """

    recording: Recording
    phase: str
    nested: bool = False
    recorder: Recorder | None = None
    facts: Callable[[], Facts] | None = None
    cleared: frozenset[str] = frozenset()


class Reader(Protocol):
    """Turns a recording into the short form, and gathers the findings by fingerprint.

    ``silencers`` names what could have silenced some, and says whether it did.
    """

    findings: dict[str, Document]
    silencers: dict[str, bool]

    def __call__(self, ended: Ended) -> Cycle: ...


class Case:
    """Collects a test's cycles. Thread-safe: a live server answers in threads of its own.

    ``read`` turns a recording into the short form. It runs between the steps of the test, or once
    a batch has piled up, so that a long test holds no more than a batch of raw recordings, unless
    ``keep`` says that it wants to look at them. ``broken`` are the messages of the budgets that
    stand in the test itself and that it broke.
    """

    def __init__(self, nodeid: str, read: Reader, paths: Paths, *, keep: bool = False) -> None:
        self.nodeid = nodeid
        self.recordings: list[Recording] | None = [] if keep else None
        self.broken: list[str] = []
        self.phase = "setup"
        self.paths = paths
        self.closed = False
        self.cleared: set[str] = set()
        self._read = read
        self._changed = Condition()
        self._open: list[Any] = []
        self._waiting: list[Ended] = []
        self._cycles: list[Cycle] = []

    def begin(self, cycle: Any) -> None:
        """A cycle has begun; :meth:`end` will hear of it."""
        with self._changed:
            self._open.append(cycle)

    def end(self, cycle: Any, ended: Ended) -> None:
        """Take over a finished cycle; after the test's end nobody asks for it any more."""
        with self._changed:
            if cycle in self._open:
                self._open.remove(cycle)
            if not self.closed:
                self._waiting.append(ended._replace(cleared=frozenset(self.cleared)))
                if self.recordings is not None:
                    self.recordings.append(ended.recording)
            self._changed.notify_all()
            full = len(self._waiting) >= _BATCH
        if full:
            self.cycles()

    def cycles(self) -> list[Cycle]:
        """All cycles that have ended so far, in the order of their ends."""
        with self._changed:
            while self._waiting:
                self._cycles.append(self._read(self._waiting.pop(0)))
            return list(self._cycles)

    @property
    def findings(self) -> dict[str, Document]:
        """The findings so far, by fingerprint."""
        return self._read.findings

    @property
    def silencers(self) -> dict[str, bool]:
        """What could have silenced findings so far, and whether it did."""
        return self._read.silencers

    def settle(self, timeout: float = 2.0) -> list[Cycle]:
        """All cycles so far, after those of other threads have ended or time is up.

        Those that nobody will close are ended here.
        """
        deadline = time.monotonic() + timeout
        with self._changed:
            while self._busy() and (left := deadline - time.monotonic()) > 0:
                self._changed.wait(left)
            unfinished = list(self._open)
        for cycle in unfinished:
            cycle.end()
        return self.cycles()

    def _busy(self) -> bool:
        """Whether a cycle is open that can go on while this thread waits."""
        return any(cycle.thread != get_ident() for cycle in self._open)

    def close(self) -> None:
        """The test is over: whatever still ends belongs to no test."""
        self.closed = True


class _Running:
    """The process's running test. Global, because a server's threads share no context with it."""

    case: Case | None = None


def current() -> Case | None:
    """The test that runs in this process now."""
    return _Running.case


def set_current(case: Case | None) -> None:
    """Record for this test from now on."""
    _Running.case = case
