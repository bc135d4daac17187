"""Records what happens, as cheaply as it can, for whoever is the active recorder of a context.

Nothing is formatted here: a record is a tuple of clocks, ids and raw references, and a ``describe``
function that turns the reference into a name and attributes later, when the cycle is over.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from itertools import count
from threading import current_thread, get_ident
from typing import Any

from cycleprof.model import Status
from cycleprof.records import FIELDS, Describe, Details, Record, Row, task_name
from cycleprof.scope import ACTIVE, Scope, clock, running_loop, suppressed

__all__ = [
    "ACTIVE", "FIELDS", "Describe", "Details", "Record", "Recorder", "Row", "Scope", "clock",
    "suppressed",
]  # fmt: skip

_STAGE, _THREAD = map(Record._fields.index, ("stage", "thread"))


class Recorder:
    """Collects the records of one cycle.

    ``outer`` is the scope that was open where the cycle began, if any: a cycle within a cycle
    is recorded by both.
    """

    __slots__ = (
        "closed", "exception", "faults", "id", "ids", "limit", "lost", "open", "outer",
        "overhead_ns", "records", "root", "started_ns", "threads",
    )  # fmt: skip

    def __init__(
        self, stage: str, describe: Describe, raw: Any, *, limit: int, start: int | None = None
    ) -> None:
        self.started_ns = time.time_ns()
        now = clock()
        self.closed = False
        self.id = f"{self.started_ns // 1_000_000:012x}{os.urandom(10).hex()}"
        outer = ACTIVE.get()
        # A thread may outlive the request that it was started in; that cycle takes in nothing more.
        self.outer = None if outer is None or outer.recorder.closed else outer
        self.ids: Iterator[int] = self.outer.recorder.ids if self.outer else count(1)
        self.records: list[Row] = []
        self.open: dict[int, Scope] = {}
        self.threads: dict[int, str] = {}
        self.limit = limit
        self.lost: dict[str, int] = {}
        """How many spans there was no room for, by stage."""
        self.overhead_ns = 0
        self.faults: dict[str, str] = {}
        self.exception: BaseException | None = None
        if start is not None:
            self.started_ns -= now - start
        self.root = root = Scope()
        root.recorder = self
        root.id = next(self.ids)
        root.parent_id = self.outer.id if self.outer is not None else None
        root.stage, root.describe, root.raw = stage, describe, raw
        root.notes = None
        outside = self.outer.task if self.outer is not None else None
        root.task = outside if running_loop() is None else task_name()
        root.start = now if start is None else start
        self.open[root.id] = root

    def add(self, record: Row) -> None:
        """Keep a finished span, a :data:`Row`, unless it is late or one too many."""
        if self.closed:
            return
        records = self.records
        if len(records) >= self.limit:
            self.lose(record[_STAGE])
            return
        if record[_THREAD] not in self.threads:
            self.threads[record[_THREAD]] = current_thread().name
        records.append(record)

    def lose(self, stage: str, count: int = 1) -> None:
        """Count what is not kept."""
        self.lost[stage] = self.lost.get(stage, 0) + count

    def fault(self, instrument: str, error: Exception) -> None:
        """Admit that an instrument failed at this cycle, which then misses some of its spans."""
        self.faults.setdefault(f"instrument.{instrument}", f"failed: {type(error).__name__}")

    def finish(self, status: Status = "ok") -> None:
        """End the cycle: scopes still open are cut off here, and a surrounding cycle gets a copy.

        A second call does nothing.
        """
        if self.closed:
            return
        end = clock()
        for scope in list(self.open.values()):
            if scope is not self.root:
                scope.end(end, "unfinished")
        self.limit += 1  # the root always has room
        self.root.end(end, status)
        if not self.records or self.records[-1][0] != self.root.id:  # a fault: no profile without
            root = self.root
            self.records.append(
                (
                    root.id, root.parent_id, root.stage, root.describe, root.raw,
                    root.start, end, get_ident(), root.task, status, root.notes,
                )
            )  # fmt: skip
        self.closed = True
        self.limit = 0  # who adds records by itself looks only at this
        if self.outer is not None:
            outer = self.outer.recorder
            for record in self.records:
                outer.add(record)
            for stage, count in self.lost.items():
                outer.lose(stage, count)
