"""Finds what a cycle asked only because a cache that outlives the test did not have it yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

_FILLS = frozenset({"set", "add", "set_many"})
_LOOKS = frozenset({"get", "get_many", "has_key"})
_BOTH = "get_or_set"
_FORGETFUL = ".DummyCache"
_SESSIONS = "django.contrib.sessions."  # masked keys: they cannot be told from each other


class CacheCall(NamedTuple):
    """One operation on a cache; ``hit`` is None where it is not known."""

    name: str
    alias: str
    keys: tuple[str, ...]
    hit: bool | None
    backend: str
    start: int
    end: int


class Window(NamedTuple):
    """The time from a miss to the end of the operation that filled it."""

    start: int
    end: int


def windows(calls: Iterable[CacheCall], cleared: Collection[str]) -> list[Window]:
    """When the cycle worked to fill caches. Whether it does so depends on who came before it.

    A cache in ``cleared``, the aliases that were cleared since the test began, is not meant: what
    it has does not depend on other tests.
    """
    lasting = [one for one in calls if _outlives_the_test(one) and one.alias not in cleared]
    return list(_windows(sorted(lasting, key=lambda one: one.start)))


def _windows(calls: Iterable[CacheCall]) -> Iterator[Window]:
    missed: dict[tuple[str, str], int] = {}
    for call in calls:
        if call.name == _BOTH and call.hit is False:
            yield Window(call.start, call.end)
        names = [(call.alias, key) for key in call.keys]
        if call.name in _LOOKS and call.hit is False:
            missed.update(dict.fromkeys(names, call.end))
        elif call.name in _FILLS:
            known = [missed.pop(name) for name in names if name in missed]
            if known:
                yield Window(min(known), call.end)


def _outlives_the_test(call: CacheCall) -> bool:
    return not call.backend.endswith(_FORGETFUL) and not any(
        key.startswith(_SESSIONS) for key in call.keys
    )


def is_within(start: int, end: int, windows: Iterable[Window]) -> bool:
    """Whether something was done to fill a cache."""
    return any(one.start <= start and end <= one.end for one in windows)


def as_keys(value: object) -> tuple[str, ...]:
    """The keys of an attribute that holds one or several."""
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()
