"""Lists in which equal values stand once, so that columns can refer to them by number."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")


class Interned(Generic[T]):
    """Values in the order in which they were first asked for."""

    def __init__(self) -> None:
        self._numbers: dict[T, int] = {}

    def index(self, value: T) -> int:
        """The value's number, from 0."""
        return self._numbers.setdefault(value, len(self._numbers))

    def all(self) -> tuple[T, ...]:
        """The values by their numbers."""
        return tuple(self._numbers)
