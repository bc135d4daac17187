"""Secrets in SQL: literals and parameters that are compared with or written to a telling column."""

from __future__ import annotations

import re
from functools import lru_cache

from cycleprof.redact.names import MASK, is_sensitive
from cycleprof.redact.prose import mask_shapes, text

_REMEMBERED = 4_096
"""Longer statements are not kept in memory for the sake of their next run."""

# What may stand between a column and its operator, e.g. in UPPER("t"."token"::text) LIKE.
_COLUMN_END = (
    r"""["`\]]?(?:::\w+)?(?:\s{1,9}AS\s{1,9}\w+)?\s{0,9}\){0,9}\s{0,9}"""
    r"(?:COLLATE\s{1,9}\S+\s{1,9})?"
)
_OPERATOR = (
    r"(?:=|<|>|!|~|@>|&&"
    r"|(?:\b(?:NOT|IS|DISTINCT|FROM)\s{1,9}){0,4}\b(?:I?LIKE|IN|REGEXP|RLIKE|GLOB|MATCH|BETWEEN|SIMILAR)\b"
    r"|\bIS\s{1,9}(?:NOT\s{1,9})?DISTINCT\b)"
)
_COMPARED = re.compile(rf"(?<!\w)(?P<column>\w++){_COLUMN_END}{_OPERATOR}", re.IGNORECASE)

_STRING = r"""(?:[ENX]|_\w{1,20})?(?:'(?:[^'\\]|''|\\.)*+'|"[^"]*+"(?!\s*\.)|\$\$.*?\$\$)"""
_LITERAL = re.compile(r"'(?:[^'\\]|''|\\.)*+'|\$\$.*?\$\$", re.DOTALL)
# What holds text of its own: literals and comments. One that is not closed goes on to the end,
# for nothing of a long statement may be read twice.
_TEXTS = re.compile(
    r"'(?:[^'\\]|''|\\.)*+(?:'|\Z)|\$\$.*?(?:\$\$|\Z)|/\*.*?(?:\*/|\Z)|--[^\n]*+", re.DOTALL
)
_REVEALING = re.compile(r"""['"]|\$\$|/\*|--|\d{4}[ -]?\d{4}[ -]?\d{4}""")
"""What is in every statement that may hold a secret itself."""
_NAME = r"""\(?(?:["`\[]?\w{1,63}["`\]]?\.){0,3}["`\[]?(?P<column>\w++)"""
_COMPARING = r"(?:=|<>|!=|(?:\bNOT\s{1,9})?\b(?:I?LIKE|IN)\b)"
_LITERALS_AFTER = re.compile(
    rf"(?<!\w)(?P<column>\w++)(?P<between>{_COLUMN_END}{_OPERATOR}[=<>~*]{{0,2}}\s{{0,9}}"
    rf"(?:BINARY\s{{1,9}})?(?:\w{{1,20}})?\(?\s{{0,9}})"
    rf"{_STRING}(?P<more>(?:\s{{0,9}}(?:,|\bAND\b|\|\|)\s{{0,9}}{_STRING})*)",
    re.IGNORECASE | re.DOTALL,
)
_COMPARED_WITH = re.compile(
    rf"(?:%s|%\(\w+\)s)\s{{0,9}}{_COMPARING}\s{{0,9}}{_NAME}", re.IGNORECASE
)
_WITH_COLUMN = re.compile(rf"\s{{0,9}}{_COMPARING}\s{{0,9}}{_NAME}", re.IGNORECASE)
_CREDENTIALS = re.compile(
    r"(\b(?:PASSWORD|IDENTIFIED\s{1,9}BY)\s{1,9})'(?:[^'\\]|''|\\.)*+'", re.IGNORECASE
)
_LEADING_COMMENT = re.compile(r"\s*+(?:/\*.*?\*/|--[^\n]*+(?:\n|\Z))", re.DOTALL)
_WRITTEN = re.compile(
    r"\s*+(?:INSERT|REPLACE|UPDATE|MERGE)\b|\s*+WITH\b(?=.*\b(?:INSERT\s+INTO|UPDATE\s+\S+\s+SET)\b)",
    re.IGNORECASE | re.DOTALL,
)


def sql(statement: str) -> str:
    """The statement with literals masked where they are compared with or assigned to a secret."""
    if _REVEALING.search(statement) is None:
        return statement
    return _sql(statement) if len(statement) <= _REMEMBERED else _sql.__wrapped__(statement)


@lru_cache(maxsize=1024)
def _sql(statement: str) -> str:
    masked = _LITERALS_AFTER.sub(_mask_literals, statement)
    masked = _CREDENTIALS.sub(rf"\1'{MASK}'", masked)
    if _writes(masked) and is_sensitive(masked.partition("'")[0]):
        masked = _LITERAL.sub(f"'{MASK}'", masked)
    return mask_shapes(_TEXTS.sub(_mask_within, masked))


def _mask_within(match: re.Match[str]) -> str:
    """A literal that is compared with a secret, or what looks like one in a literal or comment."""
    column = _WITH_COLUMN.match(match.string, match.end())
    if column is not None and is_sensitive(column["column"]):
        return f"'{MASK}'"
    written = match[0].replace("''", "'") if match[0].startswith("'") else match[0]
    masked = text(written)
    return match[0] if masked == written else masked


def _mask_literals(match: re.Match[str]) -> str:
    if not is_sensitive(match["column"]):
        return match[0]
    more = ", '" + MASK + "'" if match["more"] else ""
    return f"{match['column']}{match['between']}'{MASK}'{more}"


def mentions_secret(sql: str) -> bool:
    """Whether a statement compares or writes a column that may hold a secret.

    Reading such a column in a SELECT list is no reason to hide the parameters of its WHERE.
    """
    remembered = len(sql) <= _REMEMBERED
    return _mentions_secret(sql) if remembered else _mentions_secret.__wrapped__(sql)


@lru_cache(maxsize=1024)
def _mentions_secret(sql: str) -> bool:
    for pattern in (_COMPARED, _COMPARED_WITH):
        if any(is_sensitive(match["column"]) for match in pattern.finditer(sql)):
            return True
    return _writes(sql) and any(is_sensitive(name) for name in re.findall(r"\w{3,}", sql))


def _writes(statement: str) -> bool:
    start = 0
    while (comment := _LEADING_COMMENT.match(statement, start)) is not None:
        start = comment.end()
    return _WRITTEN.match(statement, start) is not None
