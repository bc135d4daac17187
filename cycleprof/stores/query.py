"""The query language of lists.

``path:/blog status:>=500 queries:>20 duration:>100ms finding:CP001``: terms are joined by "and".
``-`` before a term negates it, double quotes keep spaces and colons together, ``low..high`` is a
range that includes both ends, ``=`` before a text asks for all of it, and a term without a field
is looked for in name, path, view and SQL. Upper and lower case are the same. Times and sizes take
units: ``100ms``, ``2s``, ``50kB``.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from typing import NamedTuple

from cycleprof.stores.fields import FREE_TEXT, NUMBER_FIELDS, TEXT_FIELDS, example, suggest, unit

_COMPARISON = re.compile(r"(?P<operator>>=|<=|>|<|=)?(?P<value>.*)", re.DOTALL)
_NUMBER = re.compile(r"(?P<digits>\d{1,15}(?:\.(?P<decimals>\d{1,9}))?)(?P<unit>[a-zA-Zµ]*)")
_STATUS_CLASS = re.compile(r"[1-5]xx", re.IGNORECASE)
_YES_NO = {"yes": 1, "true": 1, "1": 1, "no": 0, "false": 0, "0": 0}


class QueryError(ValueError):
    """A query that cannot be understood. ``position`` counts characters from 0."""

    def __init__(self, message: str, position: int, hint: str) -> None:
        super().__init__(f"{message} (at character {position + 1})")
        self.position = position
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Contains:
    """The text, in lower case, stands in one of the columns; with ``exact`` it is all of one."""

    columns: tuple[str, ...]
    text: str
    exact: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """The column's number lies within the bounds, both included; None leaves a side open."""

    column: str
    low: int | None
    high: int | None
    negated: bool = False


UNJUDGED = Between("findings", 0, None, negated=True)
"""Holds for profiles of whose findings nothing is known yet."""

Term = Contains | Between
Query = tuple[Term, ...]


class _Word(NamedTuple):
    """A term as it was written. ``quoted`` says of each character whether quotes protect it."""

    text: str
    positions: list[int]
    quoted: list[bool]

    def at(self, index: int) -> int:
        """Where in the query a character of this word stands."""
        return self.positions[index] if index < len(self.positions) else self.positions[-1] + 1

    def colon(self) -> int:
        """Which character ends the field's name; -1 if there is none."""
        for index, letter in enumerate(self.text):
            if letter == ":" and not self.quoted[index]:
                return index
        return -1


def parse_query(text: str) -> Query:
    """The conditions that a query sets. An age counts back from now.

    Raises:
        QueryError: a field is unknown, a value does not fit its field, or a quote is not closed.
    """
    return tuple(_parse(word) for word in _words(text))


def _words(text: str) -> list[_Word]:
    words: list[_Word] = []
    open_quote: int | None = None
    fresh = True
    for position, letter in enumerate(text):
        if open_quote is None and letter.isspace():
            fresh = True
            continue
        if fresh:
            words.append(_Word("", [], []))
            fresh = False
        if letter == '"':
            open_quote = position if open_quote is None else None
            continue
        last = words[-1]
        last.positions.append(position)
        last.quoted.append(open_quote is not None)
        words[-1] = last._replace(text=last.text + letter)
    if open_quote is not None:
        raise QueryError("a quote is not closed", open_quote, 'Add a " at its end.')
    return [word for word in words if word.text]


def _parse(word: _Word) -> Term:
    negated = len(word.text) > 1 and word.text[0] == "-" and not word.quoted[0]
    if negated:
        word = _Word(word.text[1:], word.positions[1:], word.quoted[1:])
    return replace(_parse_plain(word), negated=negated)


def _parse_plain(word: _Word) -> Term:
    colon = word.colon()
    if colon < 0 or word.text.startswith("/") or word.text[colon:].startswith("://"):
        return Contains(FREE_TEXT, word.text.lower())
    field, value = word.text[:colon].lower(), word.text[colon + 1 :]
    if field not in TEXT_FIELDS and field not in NUMBER_FIELDS:
        raise QueryError(f"unknown field {word.text[:colon]!r}", word.at(0), suggest(field))
    if not value:
        hint = f"Write {field}: and a value, without a space between."
        raise QueryError(f"nothing follows {field}:", word.at(colon), hint)
    if field in NUMBER_FIELDS:
        return _number(NUMBER_FIELDS[field], value, word.at(colon + 1))
    exact = value.startswith("=") and len(value) > 1 and not word.quoted[colon + 1]
    return Contains((TEXT_FIELDS[field],), value[exact:].lower(), exact)


def _number(column: str, text: str, position: int) -> Between:
    if column == "pinned":
        if text.lower() not in _YES_NO:
            raise _misfit(column, text, position)
        return Between(column, _YES_NO[text.lower()], _YES_NO[text.lower()])
    if column == "status" and _STATUS_CLASS.fullmatch(text):
        return Between(column, int(text[0]) * 100, int(text[0]) * 100 + 99)
    found = _bounds(column, text, position)
    return _since(found) if column == "started_ns" else found


def _bounds(column: str, text: str, position: int) -> Between:
    low, dots, high = text.partition("..")
    if dots:
        first = _value(column, low, position)[0] if low else None
        last = _value(column, high, position + len(low) + 2)[1] if high else None
        if first is None and last is None:
            raise _misfit(column, text, position)
        if first is not None and last is not None and first > last:
            hint = f"Write the smaller one first: {high}..{low}."
            raise QueryError(f"the range {text!r} is empty", position, hint)
        return Between(column, first, last)
    match = _COMPARISON.fullmatch(text)
    operator, number = (match["operator"], match["value"]) if match else (None, text)
    at = position + len(operator or "")
    exactly, nearly = _value(column, number, at)
    return _compared(column, operator or "", exactly, nearly)


def _compared(column: str, operator: str, exactly: int, nearly: int) -> Between:
    bounds: dict[str, tuple[int | None, int | None]] = {
        ">": (exactly + 1, None),
        ">=": (exactly, None),
        "<": (None, exactly - 1),
        "<=": (None, exactly),
        "=": (exactly, exactly),
        "": (exactly, nearly),
    }
    return Between(column, *bounds[operator])


def _value(column: str, text: str, position: int) -> tuple[int, int]:
    """The number, and the largest that is written the same: 2ms is all from 2 to 2.999999 ms."""
    match = _NUMBER.fullmatch(text)
    factor = unit(column, match["unit"]) if match else None
    if match is None or factor is None:
        raise _misfit(column, text, position)
    decimals = len(match["decimals"] or "")
    scaled = int(match["digits"].replace(".", "")) * factor
    if scaled % 10**decimals and factor == 1:
        raise _misfit(column, text, position)
    exactly, step = scaled // 10**decimals, max(factor // 10**decimals, 1)
    return exactly, exactly + step - 1


def _since(age: Between) -> Between:
    """Ages as times of start: an older profile started at a smaller time."""
    now = time.time_ns()
    low = None if age.high is None else now - age.high
    return Between(age.column, low, None if age.low is None else now - age.low)


def _misfit(column: str, text: str, position: int) -> QueryError:
    return QueryError(f"{text!r} does not fit here", position, f"Write {example(column)}.")
