"""Judges by its text whether a recorded statement may be explained, and gives its parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import sqlparse
from sqlparse import tokens

from cycleprof.model import Span
from cycleprof.redact import MASK

_TEXT = "db.query.text"
_PARAMETER = "db.query.parameter."
_HIDDEN = re.compile(r"\(\d+ bytes\)|\([A-Za-z_][\w.]*\)")
_CUT = re.compile(r"… \(\d+ characters\)$")
_PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?s")
_BEGINNINGS = ("SELECT", "WITH", "VALUES", "TABLE")
_READING = {"SELECT"}
_FORBIDDEN = {
    "INTO", "LOCK", "CALL", "EXECUTE", "EXPLAIN", "ANALYZE", "COPY", "SET", "GRANT", "REVOKE",
    "VACUUM", "ATTACH", "DETACH", "PRAGMA", "DO", "LOAD", "HANDLER",
}  # fmt: skip


class RefusalError(Exception):
    """Why there is no plan. ``code`` is for programs."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def statement_of(span: Span) -> str:
    """The span's statement, if it is a single one that only reads.

    Raises:
        RefusalError: it is none, several, one that writes or locks, or not recorded whole.
    """
    recorded = span.attributes.get(_TEXT)
    if not isinstance(recorded, str):
        raise RefusalError("no-query", "this span ran no statement")
    if _CUT.search(recorded) or MASK in recorded:
        raise RefusalError(
            "incomplete", "the statement was not recorded whole, or a value was masked"
        )
    sql = recorded.strip().rstrip(";").rstrip()
    _judge(sql)
    return sql


def _judge(sql: str) -> None:
    # Wherever a semicolon stands, also within quotes: how a text is quoted is a matter of the
    # database's settings, and whoever mistakes that lets a second statement through.
    if ";" in sql:
        raise RefusalError("not-single", "it contains a semicolon, so it may be several statements")
    if "/*!" in sql or "/*M!" in sql or "\0" in sql:
        raise RefusalError("not-reading", "it contains a comment that MySQL and MariaDB execute")
    parsed = sqlparse.parse(sql)
    if len(parsed) != 1:
        raise RefusalError("not-single", f"it is {len(parsed)} statements, not one")
    words = [token for token in _flatten(parsed[0]) if not token.is_whitespace]
    words = [token for token in words if token.ttype not in tokens.Comment]
    first = next((token.normalized.upper() for token in words if token.value != "("), "")
    if first not in _BEGINNINGS:
        raise RefusalError(
            "not-reading", f"only reading statements are explained, not {first or '…'}"
        )
    for token in words:
        word = token.normalized.upper()
        changes = token.ttype in {tokens.DML, tokens.DDL} and word not in _READING
        if changes or (token.ttype in tokens.Keyword and word in _FORBIDDEN):
            raise RefusalError(
                "not-reading", f"it contains {word}, so it may change or lock something"
            )


def _flatten(statement: Any) -> Iterator[Any]:
    return iter(statement.flatten())


def parameters_of(span: Span) -> list[Any] | dict[str, Any] | None:
    """The recorded parameters in the form in which the statement wants them.

    Raises:
        RefusalError: some are missing, or were masked or left out when they were recorded.
    """
    given = {
        key.removeprefix(_PARAMETER): value
        for key, value in span.attributes.items()
        if key.startswith(_PARAMETER)
    }
    names = _PLACEHOLDER.findall(str(span.attributes[_TEXT]))
    if not given:
        if names:
            raise RefusalError("incomplete", "its parameters were not recorded")
        return None
    for name, value in given.items():
        if isinstance(value, str) and (value == MASK or MASK in value or _is_hidden(value)):
            raise RefusalError("masked", f"parameter {name} was masked or left out when recorded")
    if any(names):
        return _named(names, given)
    if len(given) != len(names):
        counts = f"{len(given)} of {len(names)}"
        raise RefusalError("incomplete", f"only {counts} parameters were recorded")
    return [given[str(number)] for number in range(len(names))]


def _named(names: list[str], given: dict[str, Any]) -> dict[str, Any]:
    missing = [name for name in names if name not in given]
    if missing:
        raise RefusalError("incomplete", f"parameter {missing[0]!r} was not recorded")
    return dict(given)


def _is_hidden(value: str) -> bool:
    """Whether the record has a description instead of the value."""
    return _HIDDEN.fullmatch(value) is not None or _CUT.search(value) is not None
