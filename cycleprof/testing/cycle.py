"""One request's cycle, recorded for a test instead of the store."""

from __future__ import annotations

from threading import get_ident
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cycleprof.conf import get_config
from cycleprof.cycle import Cycle
from cycleprof.freeze import Recording
from cycleprof.gate.digest import CYCLE as MARK
from cycleprof.instruments.server import CYCLE
from cycleprof.testing.case import Case, Ended


class TestCycle(Cycle):
    """Belongs to the test that was running when it began, whenever it ends."""

    __test__ = False  # pytest: not a class of tests

    def __init__(self, request: HttpRequest, case: Case) -> None:
        super().__init__(request)
        self._case = case
        self._inner: Any = None
        self.thread = get_ident()
        self.recorder.root.note(MARK, self.recorder.id)
        case.begin(self)

    def failed(self, error: BaseException) -> None:
        """Nothing answered: a cancelled task, or an exception that no handler may catch."""
        self.recorder.exception = self.recorder.exception or error
        self.end("error" if isinstance(error, Exception) else "cancelled")

    def answered(self, response: HttpResponseBase) -> None:
        # Where the tool itself is on in the tests, its cycle waits for the same close.
        self._inner = response.__dict__.get(CYCLE)
        super().answered(response)

    def closing(self, close: Any, response: HttpResponseBase) -> None:
        inner = self._inner
        if inner is None:
            super().closing(close, response)
        else:
            super().closing(lambda one: inner.closing(close, one), response)

    def cut_off(self, error: BaseException | None) -> None:
        super().cut_off(error)
        if self._inner is not None:
            self._inner.cut_off(error)

    def _hand_over(self) -> None:
        facts = self._facts()
        recording = Recording(self.recorder, facts, get_config().limits, self._case.paths)
        # Never nested: a request counts by itself, and what surrounds it counts without it.
        ended = Ended(recording, self._case.phase, recorder=self.recorder, facts=facts)
        self._case.end(self, ended)
