"""The fields of the query language, with their columns and the units of their values."""

from __future__ import annotations

import difflib

TEXT_FIELDS = {
    "path": "path", "route": "route", "view": "view", "name": "name", "type": "content_type",
    "method": "method", "kind": "kind", "id": "id", "finding": "codes", "sql": "sql",
    "via": "via", "location": "location",
}  # fmt: skip
"""Fields that are searched for a text, by name; the values are columns."""

NUMBER_FIELDS = {
    "status": "status", "queries": "queries", "findings": "findings", "duration": "duration_ns",
    "db": "db_ns", "size": "size_bytes", "age": "started_ns", "pinned": "pinned",
}  # fmt: skip
"""Fields that are compared, by name; the values are columns."""

FREE_TEXT = ("name", "path", "view", "sql")
"""Where a term without a field is looked for."""

_TIME = {
    "ns": 1, "us": 1_000, "µs": 1_000, "ms": 1_000_000, "s": 1_000_000_000,
    "min": 60_000_000_000, "m": 60_000_000_000, "h": 3_600_000_000_000,
    "d": 86_400_000_000_000,
}  # fmt: skip
_BYTES = {
    "b": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000,
    "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30,
}  # fmt: skip
_UNITS = {
    "duration_ns": (_TIME, "ms"),
    "db_ns": (_TIME, "ms"),
    "started_ns": (_TIME, "s"),
    "size_bytes": (_BYTES, "b"),
}
_EXAMPLES = {
    "duration_ns": "a time such as 100ms or 2s",
    "db_ns": "a time such as 100ms or 2s",
    "started_ns": "a time such as 10min, 2h or 1d",
    "size_bytes": "a size such as 50kB or 2MB",
    "status": "a status such as 404 or 5xx",
    "pinned": "yes or no",
}


def unit(column: str, name: str) -> int | None:
    """What one of this unit is in the column's own; None if the column has no such unit.

    Without a name it is milliseconds for durations, seconds for ages, bytes for sizes.
    """
    if column not in _UNITS:
        return None if name else 1
    units, default = _UNITS[column]
    return units.get(name.lower() or default)


def example(column: str) -> str:
    """What a value of this column looks like, in words."""
    return _EXAMPLES.get(column, "a whole number")


def suggest(field: str) -> str:
    """Which field was probably meant, or else which there are."""
    known = [*TEXT_FIELDS, *NUMBER_FIELDS]
    near = difflib.get_close_matches(field.lower(), known, n=1, cutoff=0.5)
    if near:
        return f"Did you mean {near[0]}:…?"
    return f"Put text with a colon in quotes. Fields: {', '.join(sorted(known))}."
