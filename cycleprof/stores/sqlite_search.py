"""A query as SQL that answers quickly also where a million profiles are kept.

Lists are newest first. Where a query holds for many, walking from the newest finds a page soon;
where it holds for few, an index finds them all. Which of both it is, counting in the indexes
tells, and no count goes further than ``_MOST_COUNTED``.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from cycleprof.stores.query import UNJUDGED, Between, Contains, Query, Term
from cycleprof.stores.sqlite_texts import Needle, find_texts

_MOST_COUNTED = 50_000
_MOST_TEXTS = 2_000
_SECOND_MS = 1_000

Values = list[object]


@dataclass(frozen=True, slots=True)
class _Condition:
    """A term twice: as a test of one row and, if an index knows, as a list of its rows."""

    test: str
    values: Values
    rows: str | None = None
    row_values: tuple[object, ...] = ()


def search(
    connection: sqlite3.Connection, query: Query, limit: int, before: str | None, after: str | None
) -> list[tuple[int, str]]:
    """The (seq, id) of matches: newest first, or with ``after`` oldest first."""
    conditions = [_condition(connection, term) for term in query]
    tests, values = [one.test for one in conditions], [v for one in conditions for v in one.values]
    for sign, bound in (("<", before), (">", after)):
        if bound is not None:
            tests.append(f"id {sign} ?")
            values.append(bound)
    driver = _driver(connection, conditions, limit)
    if driver is not None:
        tests.insert(0, f"seq IN ({driver.rows})")
        values[:0] = driver.row_values
    order = "ASC" if after is not None else "DESC"
    sql = (
        f"SELECT seq, id FROM profiles WHERE {' AND '.join(tests) or '1'} "  # noqa: S608 - built from constants
        f"ORDER BY id {order} LIMIT ?"
    )
    return connection.execute(sql, (*values, limit)).fetchall()


def _driver(
    connection: sqlite3.Connection, conditions: list[_Condition], limit: int
) -> _Condition | None:
    """The condition whose rows are to be looked at one by one; None where walking is shorter."""
    counted = [(_count(connection, one), one) for one in conditions if one.rows]
    if not counted:
        return None
    low, high = connection.execute(_EDGES).fetchone()
    total = high - low + 1 if high is not None else 1
    share = 1.0
    for count, _ in counted:
        share *= count / total if count < _MOST_COUNTED else max(_MOST_COUNTED / total, 0.5)
    fewest, driver = min(counted, key=lambda item: item[0])
    steps = limit / share if share else total
    return driver if fewest < _MOST_COUNTED and fewest <= min(steps, total) else None


_EDGES = "SELECT (SELECT min(seq) FROM profiles), (SELECT max(seq) FROM profiles)"


def _count(connection: sqlite3.Connection, one: _Condition) -> int:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM ({one.rows}) LIMIT ?)"  # noqa: S608 - built from constants
    return int(connection.execute(sql, (*one.row_values, _MOST_COUNTED)).fetchone()[0])


def _condition(connection: sqlite3.Connection, term: Term) -> _Condition:
    if term == UNJUDGED:
        return _Condition(
            "+findings IS NULL", [], "SELECT seq FROM profiles WHERE findings IS NULL"
        )
    found = _between(term) if isinstance(term, Between) else _contains(connection, term)
    if term.negated:
        return _Condition(f"NOT coalesce({found.test}, 0)", found.values)
    return found


def _between(term: Between) -> _Condition:
    if term.column == "started_ns":
        return _started(term)
    # The plus sign keeps the index out of the test: it is used where it serves, in the list.
    parts = [(">=", term.low), ("<=", term.high)]
    given = [(sign, bound) for sign, bound in parts if bound is not None]
    values: Values = [bound for _, bound in given]
    test = " AND ".join(f"+{term.column} {sign} ?" for sign, _ in given)
    where = " AND ".join(f"{term.column} {sign} ?" for sign, _ in given)
    return _Condition(
        f"({test})",
        values,
        f"SELECT seq FROM profiles WHERE {where}",  # noqa: S608 - built from constants
        tuple(values),
    )


def _started(term: Between) -> _Condition:
    """A time of start as a range of ids, which begin with it; a second's grace, then exactly."""
    tests, values = ["+started_ns BETWEEN ? AND ?"], [term.low or 0, term.high or 1 << 62]
    bounds: Values = list(values)
    if term.low is not None:
        tests.append("id >= ?")
        bounds.append(f"{max(term.low // 1_000_000 - _SECOND_MS, 0):012x}")
    if term.high is not None:
        tests.append("id <= ?")
        bounds.append(f"{max(term.high // 1_000_000 + _SECOND_MS, 0):012x}")
    return _Condition(f"({' AND '.join(tests)})", bounds)


def _contains(connection: sqlite3.Connection, term: Contains) -> _Condition:
    if term.columns == ("id",):
        test = "id = ?" if term.exact else "instr(id, ?) > 0"
        return _Condition(test, [term.text])
    needle = Needle(term.text.encode("utf-8", "backslashreplace").decode("utf-8"), term.exact)
    ids = find_texts(connection, needle, _MOST_TEXTS)
    if ids is None:
        one = f"EXISTS (SELECT 1 FROM texts WHERE texts.id = +profiles.{{}} AND {needle.test})"  # noqa: S608 - built from constants
        tests = " OR ".join(one.format(column) for column in term.columns)
        return _Condition(f"({tests})", [needle.value] * len(term.columns))
    chosen = "(SELECT value FROM json_each(?))"
    tests = " OR ".join(f"+{column} IN {chosen}" for column in term.columns)
    rows = " UNION ALL ".join(
        f"SELECT seq FROM profiles WHERE {column} IN {chosen}"  # noqa: S608 - built from constants
        for column in term.columns
    )
    values = [json.dumps(ids)] * len(term.columns)
    return _Condition(f"({tests})", list(values), rows, tuple(values))
