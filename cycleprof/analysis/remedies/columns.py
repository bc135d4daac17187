"""The fields behind the columns that a statement names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cycleprof.analysis.evidence import Use
from cycleprof.analysis.queries import text as statement_of

_EQUALS = re.compile(r"""["`\[]?(?P<column>\w+)["`\]]?\s*=\s*(?:%s|\?|\$\d|'|\d|:)""")
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
    _, _, condition = statement_of(use.statements[0]).partition(" WHERE ")
    found = {match["column"] for match in _EQUALS.finditer(condition)}
    return _field(use, found.pop()) if len(found) == 1 else None


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
