"""A cycle that is no request: a management command, or a task in a worker."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any

from cycleprof.blocks import surroundings
from cycleprof.frames import Call, callers
from cycleprof.freeze import Facts, Recording
from cycleprof.instruments._guard import harmless
from cycleprof.model import Kind, Stage
from cycleprof.recorder import ACTIVE, Describe, Recorder, Scope


class OwnCycle:
    """Records what happens in its ``with`` block and delivers it as a profile of its own."""

    def __init__(self, kind: Kind, name: str, describe: Describe, raw: Any) -> None:
        self._given = (kind, name, describe, raw)
        self._recorder: Recorder | None = None
        self._before: Scope | None = None
        self._block: tuple[Call, ...] = ()

    def __enter__(self) -> None:
        self._before = ACTIVE.get()
        self._begin()

    @harmless
    def _begin(self) -> None:
        *_, describe, raw = self._given
        recorder = Recorder(Stage.TASK, describe, raw, limit=surroundings.limits.spans)
        ACTIVE.set(recorder.root)
        self._recorder = recorder
        # Who runs it in a loop repeats the whole cycle, and nothing within it.
        self._block = tuple(callers(sys._getframe(1)))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        ACTIVE.set(self._before)
        if self._recorder is not None:
            self._deliver(self._recorder, error)

    @harmless
    def _deliver(self, recorder: Recorder, error: BaseException | None) -> None:
        failed = error is not None and not _is_fine(error)
        if failed and recorder.exception is None:
            recorder.exception = error
        recorder.finish("error" if failed else "ok")
        if surroundings.deliver is not None:
            kind, name, *_ = self._given
            facts = Facts(kind=kind, name=name, versions=surroundings.versions)
            limits, paths = surroundings.limits, surroundings.paths(self._block)
            surroundings.deliver(Recording(recorder, lambda: facts, limits, paths))


def _is_fine(error: BaseException) -> bool:
    return isinstance(error, SystemExit) and error.code in (None, 0)
