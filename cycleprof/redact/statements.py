"""Secrets in SQL: literals and parameters that are compared with or written to a telling column."""

from __future__ import annotations

import re
from functools import lru_cache

from cycleprof.redact.names import MASK, is_sensitive
from cycleprof.redact.prose import mask_shapes

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
_LITERALS_AFTER = re.compile(
    rf"(?<!\w)(?P<column>\w++)(?P<between>{_COLUMN_END}{_OPERATOR}[=<>~*]{{0,2}}\s{{0,9}}"
    rf"(?:BINARY\s{{1,9}})?(?:\w{{1,20}})?\(?\s{{0,9}})"
    rf"{_STRING}(?P<more>(?:\s{{0,9}}(?:,|\bAND\b)\s{{0,9}}{_STRING})*)",
    re.IGNORECASE | re.DOTALL,
)
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
    if not any(quote in statement for quote in ("'", '"', "$$")):
        return statement
    return _sql(statement) if len(statement) <= _REMEMBERED else _sql.__wrapped__(statement)


@lru_cache(maxsize=1024)
def _sql(statement: str) -> str:
    masked = _LITERALS_AFTER.sub(_mask_literals, statement)
    masked = _CREDENTIALS.sub(rf"\1'{MASK}'", masked)
    if _writes(masked) and is_sensitive(masked.partition("'")[0]):
        masked = _LITERAL.sub(f"'{MASK}'", masked)
    return mask_shapes(masked)


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
    if any(is_sensitive(match["column"]) for match in _COMPARED.finditer(sql)):
        return True
    return _writes(sql) and any(is_sensitive(name) for name in re.findall(r"\w{3,}", sql))


def _writes(statement: str) -> bool:
    start = 0
    while (comment := _LEADING_COMMENT.match(statement, start)) is not None:
        start = comment.end()
    return _WRITTEN.match(statement, start) is not None
