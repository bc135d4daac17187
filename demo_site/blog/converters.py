"""A path converter of the blog's own: a quarter of a year, such as 2025-q3."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Quarter:
    """`number` is 1 to 4."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-q{self.number}"

    @property
    def start(self) -> datetime:
        return datetime(self.year, 3 * self.number - 2, 1, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """The first moment after the quarter."""
        after = Quarter(self.year + self.number // 4, self.number % 4 + 1)
        return after.start


class QuarterConverter:
    regex = "[0-9]{4}-q[1-4]"

    def to_python(self, value: str) -> Quarter:
        year, number = value.split("-q")
        return Quarter(int(year), int(number))

    def to_url(self, value: Quarter | str) -> str:
        return str(value)
