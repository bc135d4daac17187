"""A recorded statement with its values written in, to be pasted into a database's shell."""

from __future__ import annotations

import re

from cycleprof.model import Span
from cycleprof.redact import MASK

_PREFIX = "db.query.parameter."
_PLACE = re.compile(r"'(?:[^']|'')*'|%%|%s|%\((?P<name>\w+)\)s|\?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def runnable(sql: str, span: Span) -> str | None:
    """The statement with its values; None where it has none, or where one of them is hidden."""
    values = {
        key.removeprefix(_PREFIX): value
        for key, value in span.attributes.items()
        if key.startswith(_PREFIX)
    }
    if not values or any(
        isinstance(v, str) and (MASK in v or v.startswith("(")) for v in values.values()
    ):
        return None
    order = iter(range(len(values)))

    def written(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%"
        if match[0].startswith("'"):
            return match[0]
        return _literal(values[match["name"] or str(next(order))])

    try:
        return _PLACE.sub(written, sql)
    except (KeyError, StopIteration):  # another number of places than of values
        return None


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    text = str(value)
    return text if _NUMBER.fullmatch(text) else "'" + text.replace("'", "''") + "'"
