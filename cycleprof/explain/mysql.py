"""Plans of MariaDB and MySQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import Error

from cycleprof.explain.guard import RefusalError
from cycleprof.explain.plan import Plan, Step, mark_costliest

_SECONDS = 2
_MANY = 100
_ACCESS = {
    "ALL": "read every row",
    "index": "read the whole index",
    "range": "range of an index",
    "ref": "look up in an index",
    "eq_ref": "one row by key",
    "const": "one row by key",
    "system": "the only row",
}
_WRAPPERS = ("read_sorted_file", "filesort", "temporary_table", "ordering_operation",
             "grouping_operation", "duplicates_removal", "nested_loop", "block-nl-join",
             "materialized", "query_block", "subqueries", "union_result",
             "query_specifications", "expression_cache")  # fmt: skip

Node = dict[str, Any]


def explain(connection: BaseDatabaseWrapper, sql: str, parameters: Any) -> Plan:
    """The plan, from a transaction that may only read and is rolled back.

    Raises:
        RefusalError: the database does not accept the statement.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(_limit(connection))
            cursor.execute("START TRANSACTION READ ONLY")
            cursor.execute(f"EXPLAIN FORMAT=JSON {sql}", parameters)
            raw = str(cursor.fetchone()[0])
    except Error as error:
        raise RefusalError("database", f"the database refuses: {error}") from error
    finally:
        if connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
    document = json.loads(raw)
    steps = mark_costliest(tuple(_steps(document["query_block"])))
    return Plan(steps=steps, hints=tuple(_hints(document)), raw=raw)


def _limit(connection: BaseDatabaseWrapper) -> str:
    if getattr(connection, "mysql_is_mariadb", False):
        return f"SET SESSION max_statement_time = {_SECONDS}"
    return f"SET SESSION max_execution_time = {_SECONDS * 1000}"


def _steps(node: Any) -> Iterator[Step]:
    """The steps in a part of the document; what only wraps them becomes a step if it costs."""
    if isinstance(node, list):
        for item in node:
            yield from _steps(item)
        return
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key == "table":
            yield _table(value)
        elif key in _WRAPPERS:
            inner = tuple(_steps(value))
            yield from [_wrapper(key, value, inner)] if _is_work(key) else inner


def _is_work(key: str) -> bool:
    return key in {"filesort", "temporary_table", "duplicates_removal", "materialized"}


def _wrapper(key: str, value: Any, inner: tuple[Step, ...]) -> Step:
    detail = str(value.get("sort_key", "")) if isinstance(value, dict) else ""
    return Step(label=key.replace("_", " "), detail=detail, children=inner)


def _table(node: Node) -> Step:
    access = node.get("access_type", "")
    parts = [f"on {node.get('table_name', 'a derived table')}"]
    if node.get("key"):
        parts.append(f"using {node['key']}")
    if node.get("attached_condition"):
        parts.append(f"tests {node['attached_condition']}")
    rows = _number(node.get("rows", node.get("rows_examined_per_scan")))
    return Step(
        label=_ACCESS.get(access, access or "table"),
        detail="; ".join(parts),
        rows=rows,
        cost=rows,  # the rows it looks at: the one estimate that all versions give
        children=tuple(_steps({key: node[key] for key in _WRAPPERS if key in node})),
    )


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _hints(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _hints(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "table" and isinstance(value, dict):
                yield from _hint(value)
            yield from _hints(value)


def _hint(table: Node) -> Iterator[str]:
    rows = _number(table.get("rows", table.get("rows_examined_per_scan"))) or 0
    condition = table.get("attached_condition")
    if table.get("access_type") == "ALL" and condition and rows > _MANY:
        yield (
            f"Every row of {table.get('table_name')} (about {rows:.0f}) is read to test "
            f"{condition}; an index on the columns in it would find the rows."
        )
