"""Tells what a cycle asked only because it came first, for its process or for its caches."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from cycleprof.gate.fills import CacheCall, Window, as_keys, is_within, windows
from cycleprof.model import Attribute, Span, Stage

TABLES = frozenset({"django_content_type", "django_site"})
"""Tables whose rows Django keeps for the life of the process once it has read them."""

_SOURCE = re.compile(r'^\s*SELECT\b.*?\bFROM\s+["`\[]?(\w+)', re.IGNORECASE | re.DOTALL)


class WarmUp(NamedTuple):
    """What to go by: ``tables`` are read once per process, the caches ``cleared`` in this test."""

    tables: Collection[str] = TABLES
    cleared: Collection[str] = ()


def reads_once(sql: str, tables: Collection[str]) -> bool:
    """Whether the statement reads a table that a process reads once and then remembers."""
    match = _SOURCE.match(sql)
    return match is not None and match[1] in tables


def cache_call(name: str, attributes: dict[str, Attribute], start: int, end: int) -> CacheCall:
    """An operation on a cache, as its span tells of it."""
    hit = attributes.get("cycleprof.cache.hit")
    return CacheCall(
        name,
        str(attributes.get("cycleprof.alias") or ""),
        as_keys(attributes.get("cycleprof.cache.key")),
        hit if isinstance(hit, bool) else None,
        str(attributes.get("cycleprof.cache.backend") or ""),
        start,
        end,
    )


def filling(spans: Iterable[Span], cleared: Collection[str]) -> set[int]:
    """The ids of the spans of work that was done to fill a cache."""
    known = list(spans)
    calls = [
        cache_call(one.name, dict(one.attributes), one.start_ns, one.end_ns)
        for one in known
        if one.stage is Stage.CACHE
    ]
    found: list[Window] = windows(calls, cleared)
    return {one.id for one in known if found and is_within(one.start_ns, one.end_ns, found)}
