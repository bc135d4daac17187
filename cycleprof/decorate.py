"""Puts a context manager around every call of a function, whatever kind of function it is."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any

Function = Callable[..., Any]
Maker = Callable[[], AbstractContextManager[Any]]


def decorate(function: Function, make: Maker) -> Function:
    """The function within a fresh context manager at each call; its kind and name stay."""
    for is_kind, around in _KINDS:
        if is_kind(function):
            return wraps(function)(around(function, make))
    return wraps(function)(_around_function(function, make))


def _around_async_generator(function: Function, make: Maker) -> Function:
    async def run(*args: Any, **kwargs: Any) -> Any:
        with make():
            async for item in function(*args, **kwargs):
                yield item

    return run


def _around_coroutine(function: Function, make: Maker) -> Function:
    async def run(*args: Any, **kwargs: Any) -> Any:
        with make():
            return await function(*args, **kwargs)

    return run


def _around_generator(function: Function, make: Maker) -> Function:
    def run(*args: Any, **kwargs: Any) -> Any:
        with make():
            return (yield from function(*args, **kwargs))

    return run


def _around_function(function: Function, make: Maker) -> Function:
    def run(*args: Any, **kwargs: Any) -> Any:
        with make():
            return function(*args, **kwargs)

    return run


_KINDS: tuple[tuple[Callable[[Function], bool], Callable[[Function, Maker], Function]], ...] = (
    (inspect.isasyncgenfunction, _around_async_generator),
    (inspect.iscoroutinefunction, _around_coroutine),
    (inspect.isgeneratorfunction, _around_generator),
)
