"""What goes when a store holds too much: the same choice for every store."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

_MANY = 10_000


class Retention(NamedTuple):
    """How much a store keeps: profiles, seconds of age, bytes of documents.

    ``per_route`` bounds the profiles of one route, so that an address that is polled does not
    push the others out. Of each route the ``slowest`` and a random sample of ``sampled`` go last,
    after everything else. Pinned profiles stay, and count towards the bounds.
    """

    profiles: int = 1_000
    seconds: int = 7 * 24 * 3600
    size: int = 200_000_000
    per_route: int = 300
    slowest: int = 3
    sampled: int = 2

    @property
    def target(self) -> int:
        """How many are left after pruning: of many some less, so that it is not done each time."""
        return self.profiles - (self.profiles // 20 if self.profiles >= _MANY else 0)


class Row(NamedTuple):
    """What the choice looks at. ``route`` is any name for what belongs together."""

    id: str
    route: str
    duration_ns: int
    started_ns: int
    size: int
    pinned: bool | int


def choose(rows: Iterable[Row], retention: Retention, now_ns: int) -> list[str]:
    """The ids that go, given everything that is there."""
    newest_first = sorted(rows, key=lambda row: row.id, reverse=True)
    horizon = now_ns - retention.seconds * 1_000_000_000
    young = [row for row in newest_first if row.pinned or row.started_ns >= horizon]
    kept = _bounded(_fair(young, retention), retention)
    return [row.id for row in newest_first if row.id not in kept]


def _fair(rows: list[Row], retention: Retention) -> list[tuple[bool, Row]]:
    """Each row with whether it is one to keep longer, without what exceeds its route's share."""
    routes: dict[str, list[Row]] = {}
    for row in rows:
        routes.setdefault(row.route, []).append(row)
    precious = {row.id for some in routes.values() for row in _precious(some, retention)}
    surplus: set[str] = set()
    for some in routes.values():
        common = [row.id for row in some if row.id not in precious]
        share = max(retention.per_route - (len(some) - len(common)), 0)
        surplus.update(common[share:])
    return [(row.id in precious, row) for row in rows if row.id not in surplus]


def _precious(rows: list[Row], retention: Retention) -> list[Row]:
    """Of one route: the pinned, the slowest, and a sample.

    An id ends in random digits, so those with the smallest are a random sample that stays the
    same as long as its members are there.
    """
    slowest = sorted(rows, key=lambda row: -row.duration_ns)[: retention.slowest]
    sample = sorted(rows, key=lambda row: row.id[12:])[: retention.sampled]
    return [*(row for row in rows if row.pinned), *slowest, *sample]


def _bounded(rows: list[tuple[bool, Row]], retention: Retention) -> set[str]:
    """The ids that fit, in the order pinned, precious, common, each newest first."""
    order = sorted(rows, key=lambda item: (not item[1].pinned, not item[0]))
    over = len(rows) > retention.profiles
    most = retention.target if over else retention.profiles
    kept: set[str] = set()
    size = 0
    for _, row in order:
        size += row.size
        if row.pinned or (len(kept) < most and size <= retention.size):
            kept.add(row.id)
    return kept
