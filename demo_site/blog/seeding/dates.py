"""The demo's fixed calendar: the data never depends on the day on which it is seeded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

FIRST_DAY = datetime(2024, 1, 8, 7, 30, tzinfo=UTC)
LAST_DAY = datetime(2026, 10, 30, 18, 0, tzinfo=UTC)


def spread(index: int, count: int) -> datetime:
    """Return the moment of item `index` of `count`, evenly between the first and the last day."""
    return FIRST_DAY + (LAST_DAY - FIRST_DAY) * ((index + 1) / count)


def some_time_after(moment: datetime, source: Random, days: int) -> datetime:
    return moment + timedelta(minutes=source.randrange(5, days * 24 * 60))
