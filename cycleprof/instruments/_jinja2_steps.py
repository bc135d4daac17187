"""The items of a template: in a list where all were made at once, or step by step."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from typing import Any

from cycleprof.model import Status
from cycleprof.recorder import ACTIVE, Scope, clock


class Items(list[str]):
    """The items of a template that was read to its end; whoever asked closes it as a generator."""

    __slots__ = ()

    close = list.clear  # nobody reads on, and this is no call of a Python function


def steps(source: Generator[Any, None, None], span: Scope) -> Iterator[Any]:
    """The items of ``source``; the span lasts from the first step to the last."""
    span.begin()
    inner: Scope | None = span
    status: Status = "cancelled"
    try:
        while True:
            before = ACTIVE.get()
            ACTIVE.set(inner)
            try:
                item = next(source)
            except StopIteration:
                status = "ok"
                return
            except BaseException:
                status = "error"
                raise
            finally:
                inner = ACTIVE.get()
                ACTIVE.set(before)
            yield item
    finally:
        source.close()
        span.end(clock(), status)


async def async_steps(source: AsyncGenerator[Any, None], span: Scope) -> AsyncIterator[Any]:
    """The same for an environment with ``enable_async``."""
    span.begin()
    inner: Scope | None = span
    status: Status = "cancelled"
    try:
        while True:
            before = ACTIVE.get()
            ACTIVE.set(inner)
            try:
                item = await anext(source)
            except StopAsyncIteration:
                status = "ok"
                return
            except BaseException:
                status = "error"
                raise
            finally:
                inner = ACTIVE.get()
                ACTIVE.set(before)
            yield item
    finally:
        await source.aclose()
        span.end(clock(), status)
