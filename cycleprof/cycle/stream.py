"""Follows a streaming body step by step, as lazily as it comes: its work belongs to the cycle."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

from cycleprof.instruments._guard import admit, harmless
from cycleprof.model import Stage, Status
from cycleprof.recorder import ACTIVE, Details, Scope, clock

_NAME = "stream"
_STOPPED = (GeneratorExit, asyncio.CancelledError)


class BodyCount:
    """What is known of a body: bytes and chunks so far, and when the first came, from the start."""

    # Made for every request: so there is no __init__ to call.
    size: int | None = None
    chunks = 0
    first_ns: int | None = None

    def whole(self, response: Any, elapsed_ns: int) -> None:
        """A body that is there at once."""
        self.size = len(response.content)
        self.first_ns = elapsed_ns

    def add(self, chunk: Any, start: int) -> None:
        """One more piece of a stream that belongs to a cycle that began at ``start``."""
        try:
            if self.size is None:
                self.size = 0
                self.first_ns = clock() - start
            self.chunks += 1
            if isinstance(chunk, (bytes, str)):  # a union would be made each time
                self.size += len(chunk)
        except Exception as error:  # noqa: BLE001 - the body goes on as it would have
            admit(_NAME, error)


_PIECES = frozenset({bytes, str})


class _Stream:
    """The span of a body that is being produced.

    Between two steps the context belongs to the server, so the scope that the body was in is put
    back at each step and taken away after it.
    """

    def __init__(self, source: Any, root: Scope, body: BodyCount) -> None:
        self._source = source
        self._root = root
        self._body = body
        self._scope: Scope | None = None
        self._inner: Scope | None = None
        self.finished = False
        """Whether the body was read to its end, or failed on the way there."""
        self.failed = False
        """Whether an exception of the application's ended the body."""

    def _resume(self) -> None:
        try:
            if self._scope is None:
                self._scope = self._inner = self._root.open(Stage.RESPONSE, _describe, None).begin()
                self._scope.note("cycleprof.streaming", value=True)
            ACTIVE.set(self._inner)
        except Exception as error:  # noqa: BLE001 - the body goes on as it would have
            admit(_NAME, error)

    @harmless
    def left(self) -> None:
        """Nobody reads on: what was sent until then."""
        if self._scope is not None:
            self._scope.note("cycleprof.chunks", self._body.chunks)

    @harmless
    def _done(self, status: Status) -> None:
        self.finished = True
        self.left()
        if self._scope is not None:
            self._scope.end(clock(), status)

    @harmless
    def _broken(self, error: BaseException) -> None:
        if isinstance(error, _STOPPED):
            self._done("cancelled")
            return
        self.failed = True
        recorder = self._root.recorder
        recorder.exception = recorder.exception or error
        self._done("error")


class SyncStream(_Stream):
    """A body produced by an iterator."""

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        before = ACTIVE.get()
        if self._scope is None:
            self._resume()
        else:
            ACTIVE.set(self._inner)
        try:
            chunk = next(self._source)
        except StopIteration:
            self._done("ok")
            raise
        except BaseException as error:
            self._broken(error)
            raise
        finally:
            self._inner = ACTIVE.get()
            ACTIVE.set(before)
        body = self._body
        if body.size is not None and type(chunk) in _PIECES:  # nearly all: without a call of add()
            body.chunks += 1
            body.size += len(chunk)
        else:
            body.add(chunk, self._root.start)
        return chunk


class AsyncStream(_Stream):
    """A body produced by an async iterator."""

    def __aiter__(self) -> AsyncIterator[Any]:
        return self

    async def __anext__(self) -> Any:
        before = ACTIVE.get()
        if self._scope is None:
            self._resume()
        else:
            ACTIVE.set(self._inner)
        try:
            chunk = await anext(self._source)
        except StopAsyncIteration:
            self._done("ok")
            raise
        except BaseException as error:
            self._broken(error)
            raise
        finally:
            self._inner = ACTIVE.get()
            ACTIVE.set(before)
        body = self._body
        if body.size is not None and type(chunk) in _PIECES:  # nearly all: without a call of add()
            body.chunks += 1
            body.size += len(chunk)
        else:
            body.add(chunk, self._root.start)
        return chunk


def _describe(_: None) -> Details:
    return Details("streaming body")


def declared_size(headers: Mapping[str, str]) -> int | None:
    """What the Content-Length says of a body that was not read here."""
    length = headers.get("Content-Length", "")
    return int(length) if length.isdigit() else None
