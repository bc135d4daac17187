"""Blocks and values to plain JSON. What is None or empty is left out."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

from cycleprof.panels.blocks import Block
from cycleprof.panels.values import Value

_PLAIN = frozenset({str, int, float, bool, type(None)})
_NOTHING: tuple[object, ...] = (None, (), {})


def encode(thing: Any) -> Any:
    """The JSON value of a block, a value, or a collection of them.

    Raises:
        TypeError: something in it is no data, e.g. an object of a third party's panel.
    """
    kind = type(thing)
    if kind in _PLAIN:
        return thing
    if kind is tuple or kind is list:
        # Columns of numbers are most of a large timeline: they need no call for each.
        return [item if type(item) in _PLAIN else encode(item) for item in thing]
    if kind is dict:
        return {str(key): encode(value) for key, value in thing.items()}
    keys = _keys(kind)  # type: ignore[arg-type]  # mypy takes no class for hashable
    if keys is not None:
        return _fields(thing, *keys)
    return _other(thing)


def _other(thing: Any) -> Any:
    """What a third party's panel may hold besides: subclasses of the plain types."""
    if isinstance(thing, str | int | float):
        return thing
    if isinstance(thing, Mapping):
        return {str(key): encode(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [encode(item) for item in thing]
    message = f"panels are made of blocks, text and numbers, not of {type(thing).__qualname__}"
    raise TypeError(message)


@lru_cache(maxsize=256)
def _keys(kind: Hashable) -> tuple[str | None, tuple[tuple[str, str], ...]] | None:
    """The kind of block it is, if one, and its fields with their names on the wire."""
    if not (isinstance(kind, type) and is_dataclass(kind)):
        return None
    names = {field.name: field.name for field in fields(kind)}
    if issubclass(kind, Value):
        names[next(iter(names))] = kind.tag
    return kind.__name__.lower() if issubclass(kind, Block) else None, tuple(names.items())


def _fields(thing: Any, kind: str | None, names: Iterable[tuple[str, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {} if kind is None else {"kind": kind}
    for name, key in names:
        value = getattr(thing, name)
        if value not in _NOTHING:
            found[key] = value if type(value) in _PLAIN else encode(value)
    return found
