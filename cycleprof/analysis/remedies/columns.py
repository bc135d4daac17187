"""The fields behind the columns that a statement names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cycleprof.analysis.evidence import Use
from cycleprof.analysis.queries import text as statement_of

_EQUALS = re.compile(
    r"""(?:["`\[]?(?P<table>\w+)["`\]]?\.)?["`\[]?(?P<column>\w+)["`\]]?"""
    r"""\s*=\s*(?:%s|\?|\$\d|'|\d|:)"""
)
_FROM = re.compile(r"""\bFROM\s+["`\[]?(?P<table>\w+)""", re.IGNORECASE)
_AGGREGATE = re.compile(
    r"""\bSELECT\s+(?P<function>SUM|AVG|MIN|MAX)\((?:["`]\w+["`]\.)?["`](?P<column>\w+)["`]\)""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column by the name of its field; ``pk`` for the primary key."""

    name: str
    unique: bool


def compared(use: Use) -> Column | None:
    """The column that the statement compares with a value, if it is only one."""
    found = all_compared(use)
    return found[0] if len(found) == 1 else None


def all_compared(use: Use) -> list[Column]:
    """The columns that the statement compares with a value; none if one is of a joined table."""
    head, _, condition = statement_of(use.statements[0]).partition(" WHERE ")
    found = list(_EQUALS.finditer(condition))
    main = _FROM.search(head)
    if main is not None and any(match["table"] not in {None, main["table"]} for match in found):
        return []
    return [_field(use, name) for name in dict.fromkeys(match["column"] for match in found)]


def field_name(use: Use, column: str) -> str:
    """The field behind a column of the model that is used."""
    return _field(use, column).name


def aggregated(use: Use) -> tuple[str, str] | None:
    """The function and the field of the one aggregate that the statement asks for."""
    match = _AGGREGATE.search(statement_of(use.statements[0]))
    if match is None:
        return None
    return match["function"].capitalize(), _field(use, match["column"]).name


def _field(use: Use, column: str) -> Column:
    for entry in use.names("cycleprof.columns"):
        name, _, field = entry.partition("=")
        if name == column:
            return Column(field.rstrip("!"), unique=field.endswith("!"))
    return Column("pk" if column == "id" else column, unique=column == "id")
