"""One request's cycle: begun by the middleware, ended by the close of the response."""

from __future__ import annotations

import logging
import weakref
from collections.abc import Callable
from functools import partial
from sys import getsizeof
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from cycleprof.conf import get_config
from cycleprof.cycle.exchange import Exchange, describe
from cycleprof.cycle.facts import gather
from cycleprof.cycle.stream import AsyncStream, BodyCount, SyncStream
from cycleprof.freeze import Facts, Recording
from cycleprof.instruments._guard import admit
from cycleprof.instruments.server import CYCLE, ENTERED, Entry
from cycleprof.lazy import LOADING
from cycleprof.model import Stage, Status
from cycleprof.recorder import ACTIVE, Details, Recorder, Scope, clock
from cycleprof.records import ALWAYS_ALIKE
from cycleprof.runtime import get_runtime, submit

if TYPE_CHECKING:
    from cycleprof.cycle.sampling import Sampler

__all__ = ["Cycle", "forget_entry"]

logger = logging.getLogger("cycleprof")

_BY_BROWSER = "HTTP_SEC_FETCH_MODE"
"""A header that each browser sends, and none of the tools that put a load on a server."""
_ASKED = "cycleprof=python"


def forget_entry(request: HttpRequest) -> Entry | None:
    """Take the handler's notes out of the request, where the application might see them."""
    entry: Entry | None = request.META.pop(ENTERED, None)
    scope = getattr(request, "scope", None)
    return scope.pop(ENTERED, None) if isinstance(scope, dict) else entry


def _is_sampled(request: HttpRequest) -> bool:
    """Whether to sample Python: the setting says so, or in DEBUG the query string does."""
    if get_config().python:
        return True
    return _ASKED in str(request.META.get("QUERY_STRING", "")) and bool(settings.DEBUG)


class Cycle:
    """The recording of one request, from the server's call to the response's close."""

    response: HttpResponseBase | None = None

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.body = BodyCount()
        self.exchange = Exchange(request, forget_entry(request))
        self.recorder = Recorder(
            Stage.SERVER, describe, self.exchange, limit=get_config().max_spans,
            start=self.exchange.start,
        )  # fmt: skip
        self._before: Scope | None = None
        self._stream: AsyncStream | SyncStream | None = None
        self._sampler: Sampler | None = None
        self.exchange.record_entry(self.recorder)
        if self.exchange.entry is not None:
            self.exchange.entry.cycle = weakref.ref(self)

    def enter(self) -> None:
        """Record from here on what happens in this context."""
        self._before = ACTIVE.get()
        ACTIVE.set(self.recorder.root)
        if _is_sampled(self.request):
            with LOADING:
                from cycleprof.cycle.sampling import Sampler  # noqa: PLC0415 - most never ask for it

            self._sampler = Sampler(self.recorder)
            self._sampler.start()

    def leave(self) -> None:
        """Stop recording this context; the cycle itself goes on until the response is closed."""
        if self._sampler is not None:
            self._sampler.stop()
        scope = ACTIVE.get()
        if scope is not None and scope.recorder is self.recorder:
            ACTIVE.set(self._before)

    def answered(self, response: HttpResponseBase) -> None:
        """Keep recording while the body is produced, and end when the response is closed."""
        self.response = response
        self.exchange.answered(response)
        if response.streaming and not isinstance(response, FileResponse):
            self._follow(response)
        elif not response.streaming:
            self.body.whole(response, clock() - self.recorder.root.start)
        response.__dict__[CYCLE] = self

    def _follow(self, response: Any) -> None:
        # The private attribute, because setting streaming_content would register its close twice.
        # A file keeps its own iterator: wrapping it would take sendfile away from the server.
        stream = AsyncStream if response.is_async else SyncStream
        self._stream = stream(response._iterator, self.recorder.root, self.body)  # noqa: SLF001
        response._iterator = self._stream  # noqa: SLF001

    def closing(self, close: Any, response: HttpResponseBase) -> None:
        """Run the response's own close as the last span, then end the cycle."""
        before = ACTIVE.get()
        try:
            if self._stream is not None:
                self._note_abandoned()
            self.exchange.record_sending(self.recorder)
        except Exception as error:  # noqa: BLE001 - the response is closed as it would have been
            admit("cycle", error)
        span = self.recorder.root.enter(Stage.SERVER, _describe_close, None)
        try:
            close(response)
            span.leave()
        except BaseException as error:
            span.fail(error)
            raise
        finally:
            ACTIVE.set(before)
            response.__dict__.pop(CYCLE, None)
            self.end()

    def cut_off(self, error: BaseException | None) -> None:
        """End, if nobody has closed the response by the time that the server's call is over."""
        if self.recorder.closed:
            return
        self._note_abandoned()
        if isinstance(error, Exception):
            self.recorder.exception = self.recorder.exception or error
            self.end("error")
        else:
            self.end("ok" if error is None else "cancelled")

    def _note_abandoned(self) -> None:
        if self._stream is not None and not self._stream.finished:
            self.exchange.abandoned = True
            self._stream.left()

    def end(self, status: Status = "ok") -> None:
        """Close the books and hand the recording over. A second call does nothing."""
        if self.recorder.closed:
            return
        try:
            self.recorder.finish("error" if self._has_failed() else status)
            self._hand_over()
        except Exception:  # the response is on its way: nothing of ours may stop it
            logger.exception("cycleprof could not keep the profile of %r", self.request.path)

    def _has_failed(self) -> bool:
        """Whether the answer is an error, or its body broke off by one."""
        if self._stream is not None and self._stream.failed:
            return True
        return self.response is not None and self.response.status_code >= 500  # noqa: PLR2004 - HTTP's own number

    def _hand_over(self) -> None:
        request = self.request
        match = request.resolver_match
        recording = Recording(
            self.recorder,
            self._facts(),
            get_config().limits,
            get_runtime().paths,
            group=match.route if match is not None else request.path,
        )
        recording.body_bytes = getsizeof(request.__dict__.get("_body"))
        recording.by_browser = _BY_BROWSER in request.META
        submit(recording)

    def _facts(self) -> Callable[[], Facts]:
        """What reads the request and the answer, once somebody wants the profile."""
        return partial(gather, self.request, self.exchange.sent, self.body, self.recorder.exception)

    def __reduce__(self) -> tuple[Any, ...]:
        """A cache may pickle the response: no cycle goes with it."""
        return (type(None), ())

    def __del__(self) -> None:
        """A response that nobody closed ends its cycle when it is forgotten."""
        if self.response is not None and not self.recorder.closed:
            self.end()


def _describe_close(_: None) -> Details:
    return Details("response closed")


ALWAYS_ALIKE.add(_describe_close)
