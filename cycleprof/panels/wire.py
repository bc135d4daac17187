"""Blocks and values to plain JSON. What is None or empty is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from cycleprof.panels.blocks import Block
from cycleprof.panels.values import Value


def encode(thing: Any) -> Any:
    """The JSON value of a block, a value, or a collection of them.

    Raises:
        TypeError: something in it is no data, e.g. an object of a third party's panel.
    """
    if thing is None or isinstance(thing, str | int | float):
        return thing
    if isinstance(thing, Mapping):
        return {str(key): encode(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [encode(item) for item in thing]
    if is_dataclass(thing) and not isinstance(thing, type):
        return _dataclass(thing)
    message = f"panels are made of blocks, text and numbers, not of {type(thing).__qualname__}"
    raise TypeError(message)


def _dataclass(thing: Any) -> dict[str, Any]:
    names = {field.name: field.name for field in fields(thing)}
    if isinstance(thing, Value):
        names[next(iter(names))] = thing.tag
    found = {"kind": type(thing).__name__.lower()} if isinstance(thing, Block) else {}
    for name, key in names.items():
        value = getattr(thing, name)
        if value is None or value in ((), {}):
            continue
        found[key] = encode(value)
    return found
