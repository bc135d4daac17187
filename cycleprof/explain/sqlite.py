"""Plans of SQLite, which tells how it gets at the rows of each table."""

from __future__ import annotations

import re
import sqlite3
import time
from dataclasses import replace
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DatabaseError

from cycleprof.explain.guard import RefusalError
from cycleprof.explain.plan import Plan, Step

_SECONDS = 2.0
_STEPS_BETWEEN_LOOKS = 10_000
_ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
_SCAN = re.compile(r"SCAN (?:TABLE )?(?P<table>\S+)(?! USING)")
_USING = re.compile(r"USING (?:COVERING )?INDEX|USING INTEGER PRIMARY KEY|VIRTUAL TABLE|CONSTANT")


def explain(connection: BaseDatabaseWrapper, sql: str, parameters: Any) -> Plan:
    """The plan. SQLite refuses whatever does anything but read, already when it compiles it.

    Raises:
        RefusalError: SQLite does not accept the statement.
    """
    connection.ensure_connection()
    raw: sqlite3.Connection = connection.connection
    deadline = time.monotonic() + _SECONDS
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        raw.set_authorizer(_authorize)
        raw.set_progress_handler(lambda: int(time.monotonic() > deadline), _STEPS_BETWEEN_LOOKS)
        try:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
            rows = cursor.fetchall()
        except DatabaseError as error:
            raise RefusalError("database", f"SQLite refuses: {error}") from error
    steps = _tree(rows, 0)
    return Plan(steps=steps, hints=tuple(_hints(steps)), raw=_write(steps))


def _authorize(action: int, *_: Any) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _tree(rows: list[tuple[Any, ...]], parent: int) -> tuple[Step, ...]:
    found = [row for row in rows if row[1] == parent]
    return tuple(_step(row[3], _tree(rows, row[0])) for row in found)


def _step(text: str, children: tuple[Step, ...]) -> Step:
    label, _, detail = text.partition(" ")
    if label == "USE":
        label, detail = text, ""
    step = Step(label=label, detail=detail, children=children)
    return replace(step, costly=_is_scan(step) or "AUTOMATIC" in text)


def _is_scan(step: Step) -> bool:
    return step.label == "SCAN" and not _USING.search(step.detail)


def _hints(steps: tuple[Step, ...]) -> list[str]:
    hints = []
    for step in (one for top in steps for one in top.walk()):
        table = step.detail.removeprefix("TABLE ").partition(" ")[0]
        if "AUTOMATIC" in step.detail:
            hints.append(
                f"SQLite builds an index of {table} for this query alone; "
                "an index in the model (db_index or Meta.indexes) would save that each time."
            )
        elif _is_scan(step):
            hints.append(
                f"Every row of {table} is read. If the query wants few of them, "
                "an index on the columns in its WHERE or ON would find them."
            )
        elif step.label.startswith("USE TEMP B-TREE"):
            purpose = step.label.removeprefix("USE TEMP B-TREE FOR ")
            hints.append(f"The rows are sorted for {purpose}; an index in that order avoids it.")
    return hints


def _write(steps: tuple[Step, ...], depth: int = 0) -> str:
    lines = [
        f"{'  ' * depth}{step.label} {step.detail}".rstrip()
        + "\n"
        + _write(step.children, depth + 1)
        for step in steps
    ]
    return "".join(lines)
