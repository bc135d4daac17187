"""Masks and cuts what spans tell, and makes text of what JSON does not know; each text once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import isfinite

from cycleprof import redact
from cycleprof.model import Attribute

_REMEMBERED = 512  # longer texts are not kept in memory for the sake of their next time
_MOST_REMEMBERED = 20_000
_READ = 4  # times the limit: a secret that is cut in two would not be known for one
_HARMLESS = frozenset({int, bool, type(None)})
_NAME = ""

Known = dict[tuple[str, str], str]


@lru_cache(maxsize=4)
def known(limit: int) -> Known:  # noqa: ARG001 - each limit has a memory of its own
    """What texts became under their keys, which the next span will mostly have as well."""
    return {}


def tidy(found: Mapping[str, Attribute], limit: int, seen: Known) -> dict[str, Attribute]:
    """A copy of a span's attributes as they may be stored. ``seen`` is what ``known`` gave."""
    return {
        key: value
        if value.__class__ in _HARMLESS
        else (value.__class__ is str and seen.get((key, value))) or _kept(key, value, limit, seen)
        for key, value in found.items()
    }


def tidy_values(
    names: Iterable[str], values: Iterable[Attribute], limit: int, seen: Known
) -> list[Attribute]:
    """The values of these attributes as they may be stored."""
    return [
        value
        if value.__class__ in _HARMLESS
        else (value.__class__ is str and seen.get((key, value))) or _kept(key, value, limit, seen)
        for key, value in zip(names, values, strict=True)
    ]


def tidy_name(name: str, limit: int, seen: Known) -> str:
    """A span's name as it may be stored."""
    return (name.__class__ is str and seen.get((_NAME, name))) or _remember(
        _NAME, exact(name), limit, seen
    )


def _kept(key: str, value: Attribute, limit: int, seen: Known) -> Attribute:
    """The value masked and cut where it is text, and made text where JSON knows no such value."""
    if isinstance(value, list):
        return [tidy_name(item, limit, seen) for item in value]
    if not isinstance(value, str):
        return value if isinstance(value, float) and isfinite(value) else _told(value)
    return _remember(key, exact(value), limit, seen)


def _remember(key: str, value: str, limit: int, seen: Known) -> str:
    if len(value) > _REMEMBERED:
        return _text(key, value, limit)
    told = seen.get((key, value))
    if told is None:
        if len(seen) >= _MOST_REMEMBERED:
            seen.clear()
        told = seen[key, value] = _text(key, value, limit)
    return told


def _text(key: str, value: str, limit: int) -> str:
    if key.startswith("db.query."):  # masked by its instrument, which knows SQL
        return _cut(value, limit)
    return redact.MASK if value and redact.is_sensitive(key) else clean(value, limit)


def exact(value: object) -> str:
    """Mere text: a subclass may come with code of its own."""
    return str.__str__(value) if isinstance(value, str) else _told(value)


def _told(value: object) -> str:
    return str(value) if type(value) in {int, bool, float} else f"({type(value).__qualname__})"


def clean(value: str, limit: int) -> str:
    """The text masked, and cut to ``limit`` characters; of a huge one only the start is read."""
    masked = redact.text(value[: _READ * limit])
    return masked if len(value) <= limit else f"{masked[:limit]}… ({len(value)} characters)"


def _cut(value: str, limit: int) -> str:
    return value if len(value) <= limit else f"{value[:limit]}… ({len(value)} characters)"
