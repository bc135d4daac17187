"""The spans that are open. One ContextVar holds the innermost of each context."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import current_thread, get_ident
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from cycleprof.model import Attribute, Status
from cycleprof.records import Describe, Row, owner, task_name

if TYPE_CHECKING:
    from cycleprof.recorder import Recorder

clock = time.perf_counter_ns
running_loop = asyncio._get_running_loop  # noqa: SLF001 - the documented call costs an exception

_new = object.__new__
_CANCELLING = (GeneratorExit, asyncio.CancelledError)
_SAMPLE = 7
_EACH = _SAMPLE + 1
"""Of so many spans our own time is measured at one, and counts for all of them: reading the clock
is a good part of what a span costs."""


def status_of(error: BaseException) -> Status:
    """How a span ended that an exception passed through."""
    return "cancelled" if isinstance(error, _CANCELLING) else "error"


def type_name(kind: type[BaseException]) -> str:
    """The dotted path of an exception's class."""
    return f"{kind.__module__}.{kind.__qualname__}"


class Scope:
    """A span that is open. As a context manager it is the parent of all that happens within.

    It never swallows an exception; one that passes through marks the span as failed. Nothing here
    raises either: a fault of ours is noted for the instrument that asked.
    """

    __slots__ = (
        "before", "describe", "id", "notes", "parent_id", "raw", "recorder", "stage", "start",
        "task",
    )  # fmt: skip

    recorder: Recorder
    id: int
    parent_id: int | None
    stage: str
    describe: Describe
    raw: Any
    notes: dict[str, Attribute] | None
    task: str | None
    before: Scope | None
    start: int

    def open(self, stage: str, describe: Describe, raw: Any) -> Scope:
        """A span within this one, to be used in a ``with`` statement."""
        try:
            recorder = self.recorder
            span = Scope()  # without an __init__, which would cost one more call
            span.recorder = recorder
            span.id = next(recorder.ids)
            span.parent_id = self.id
            span.stage = stage
            span.describe = describe
            span.raw = raw
            span.notes = None
            # In a helper thread the task is the one of the scope that the thread works for.
            span.task = self.task if running_loop() is None else task_name()
            span.start = clock()  # until __enter__(): what passes in between is our own time
        except Exception as error:  # noqa: BLE001 - never the application's trouble
            return _Lost.within(self, describe, raw, error)
        return span

    def enter(self, stage: str, describe: Describe, raw: Any) -> Scope:
        """The same, and entered at once: for hot hooks, which end it by leave() or fail().

        To be asked of the innermost scope only.
        """
        try:
            recorder = self.recorder
            number = next(recorder.ids)
            asked = 0 if number & _SAMPLE else clock()
            span = Scope()
            span.recorder = recorder
            span.id = number
            span.parent_id = self.id
            span.stage = stage
            span.describe = describe
            span.raw = raw
            span.notes = None
            span.task = self.task if running_loop() is None else task_name()
            span.before = self
            recorder.open[number] = span
            ACTIVE.set(span)
            span.start = start = clock()
            if asked:
                recorder.overhead_ns += (start - asked) * _EACH
        except Exception as error:  # noqa: BLE001 - likewise
            return _Lost.within(self, describe, raw, error).__enter__()
        return span

    def leave(self) -> None:
        """End the span where nothing was raised. A second call does nothing."""
        try:
            end = clock()
            # A generator may be closed in a context that is not ours: then leave that one alone.
            if ACTIVE.get() is self:
                ACTIVE.set(self.before)
            recorder = self.recorder
            if recorder.open.pop(self.id, None) is None:
                return
            records, thread = recorder.records, get_ident()
            if len(records) >= recorder.limit:
                recorder.lose(self.stage)
                return
            if thread not in recorder.threads:
                recorder.threads[thread] = current_thread().name
            records.append(
                (
                    self.id, self.parent_id, self.stage, self.describe, self.raw,
                    self.start, end, thread, self.task, "ok", self.notes,
                )
            )  # fmt: skip
            if not self.id & _SAMPLE:
                recorder.overhead_ns += (clock() - end) * _EACH
        except Exception as error:  # noqa: BLE001 - likewise
            self._give_up(error)

    def fail(self, error: BaseException) -> None:
        """End the span with the exception that passes through it."""
        try:
            end = clock()
            if ACTIVE.get() is self:
                ACTIVE.set(self.before)
            self.note("exception.type", type_name(type(error)))
            self.end(end, status_of(error))
        except Exception as failure:  # noqa: BLE001 - likewise
            self._give_up(failure)

    def leaf(  # noqa: PLR0913, PLR0917 - a tuple of all that would cost as much as the call
        self, stage: str, describe: Describe, raw: Any, start: int, status: Status = "ok",
        since: int | None = None,
    ) -> None:  # fmt: skip
        """Record a span within this one that ends now and, as a rule, has nothing within itself.

        ``since`` is how many records there were when it began: what was added meanwhile is its.
        """
        try:
            end, thread = clock(), get_ident()
            recorder = self.recorder
            number = next(recorder.ids)
            records = recorder.records
            row = (
                number, self.id, stage, describe, raw,
                start, end, thread, self.task, status, None,
            )  # fmt: skip
            count = len(records)
            alone = since is None or since == count
            if alone and count < recorder.limit and thread in recorder.threads:
                records.append(row)
            else:
                self.keep(row, count if since is None else since)
            if not number & _SAMPLE:
                recorder.overhead_ns += (clock() - end) * _EACH
        except Exception as error:  # noqa: BLE001 - likewise
            self.recorder.fault(owner(describe), error)

    def keep(self, row: Row, since: int) -> None:
        """Keep a finished span within this one, with what was recorded since it began as its own.

        Who does the usual case by itself leaves this one the others: there are such records, the
        cycle is over or full, or its thread is met for the first time.
        """
        self._move(since, row)
        self.recorder.add(row)

    def _move(self, since: int, row: Row) -> None:
        """Give the latest children of this span to one that was not open as they were made."""
        records, (number, _, _, _, _, start, _, thread) = self.recorder.records, row[:8]
        for place in range(since, len(records)):
            record = records[place]  # in the order of Record
            if record[1] == self.id and record[7] == thread and record[5] >= start:
                records[place] = (record[0], number, *record[2:])

    def note(self, key: str, value: Attribute) -> None:
        """Add an attribute that is known only while the span runs."""
        try:
            if self.notes is None:
                self.notes = {}
            self.notes[key] = value
        except Exception as error:  # noqa: BLE001 - likewise
            self.recorder.fault(owner(self.describe), error)

    def begin(self) -> Self:
        """Start the clock without becoming anybody's parent; :meth:`end` ends the span."""
        try:
            self.recorder.open[self.id] = self
            self.start = clock()
        except Exception as error:  # noqa: BLE001 - likewise
            self._give_up(error)
        return self

    def __enter__(self) -> Self:
        try:
            self.before = ACTIVE.get()
            ACTIVE.set(self)
            recorder = self.recorder
            recorder.open[self.id] = self
            start = clock()
            if not self.id & _SAMPLE:
                recorder.overhead_ns += (start - self.start) * _EACH
            self.start = start
        except Exception as error:  # noqa: BLE001 - likewise
            self._give_up(error)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.leave()
        else:
            self.fail(error)

    def end(self, end: int, status: Status) -> None:
        """Turn the open span into a record. A second call does nothing."""
        recorder = self.recorder
        try:
            if recorder.open.pop(self.id, None) is None:
                return
            recorder.add(
                (
                    self.id, self.parent_id, self.stage, self.describe, self.raw,
                    self.start, end, get_ident(), self.task, status, self.notes,
                )
            )  # fmt: skip
        except Exception as error:  # noqa: BLE001 - likewise
            recorder.fault(owner(self.describe), error)

    def _give_up(self, error: Exception) -> None:
        """Admit a fault of ours, and let what was recording go on with it."""
        self.recorder.fault(owner(self.describe), error)
        if ACTIVE.get() is self:
            ACTIVE.set(self.before)


class _Lost(Scope):
    """Stands in for a span that could not be opened; what happens in it belongs to the outer."""

    __slots__ = ()

    @classmethod
    def within(cls, outer: Scope, describe: Describe, raw: Any, error: Exception) -> _Lost:
        outer.recorder.fault(owner(describe), error)
        lost: _Lost = _new(cls)
        lost.recorder, lost.id, lost.parent_id = outer.recorder, outer.id, outer.parent_id
        lost.stage, lost.describe, lost.raw = outer.stage, describe, raw
        lost.notes, lost.task, lost.start = None, outer.task, outer.start
        return lost

    def begin(self) -> Self:
        return self

    def __enter__(self) -> Self:
        self.before = ACTIVE.get()
        ACTIVE.set(self)
        return self

    def leave(self) -> None:
        if ACTIVE.get() is self:
            ACTIVE.set(self.before)

    def end(self, end: int, status: Status) -> None:
        """Nothing: it is never recorded."""


ACTIVE: ContextVar[Scope | None] = ContextVar("cycleprof", default=None)
"""The innermost open scope of this context; None where nobody records."""


@contextmanager
def suppressed() -> Iterator[None]:
    """Record nothing of what happens in this block, whoever is recording."""
    token = ACTIVE.set(None)
    try:
        yield
    finally:
        ACTIVE.reset(token)
