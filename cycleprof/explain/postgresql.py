"""Plans of PostgreSQL."""

from __future__ import annotations

import json
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import Error

from cycleprof.explain.guard import RefusalError
from cycleprof.explain.plan import Plan, Step, mark_costliest

_TIMEOUT_MS = 2_000
_MANY = 1_000
_CONDITIONS = ("Index Cond", "Recheck Cond", "Hash Cond", "Merge Cond", "Join Filter", "Filter")

Node = dict[str, Any]


def explain(connection: BaseDatabaseWrapper, sql: str, parameters: Any) -> Plan:
    """The plan, from a transaction that may only read and is rolled back.

    Raises:
        RefusalError: PostgreSQL does not accept the statement.
    """
    try:
        connection.set_autocommit(False)
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            cursor.execute(f"SET LOCAL statement_timeout = {_TIMEOUT_MS}")
            cursor.execute(f"SET LOCAL lock_timeout = {_TIMEOUT_MS}")
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
            found = cursor.fetchone()[0]
    except Error as error:
        raise RefusalError("database", f"PostgreSQL refuses: {error}".strip()) from error
    finally:
        if connection.connection is not None:
            connection.rollback()
    document = json.loads(found) if isinstance(found, str) else found
    steps = mark_costliest((_step(document[0]["Plan"]),))
    return Plan(
        steps=steps, hints=tuple(_hints(document[0]["Plan"])), raw=json.dumps(document, indent=2)
    )


def _step(node: Node) -> Step:
    children = node.get("Plans", [])
    below = sum(child["Total Cost"] for child in children)
    return Step(
        label=node["Node Type"],
        detail=_detail(node),
        rows=node.get("Plan Rows"),
        cost=round(max(node["Total Cost"] - below, 0), 2),
        children=tuple(_step(child) for child in children),
    )


def _detail(node: Node) -> str:
    parts = []
    if "Relation Name" in node:
        parts.append(f"on {node['Relation Name']}")
    if "Index Name" in node:
        parts.append(f"using {node['Index Name']}")
    if "Sort Key" in node:
        parts.append(f"by {', '.join(node['Sort Key'])}")
    parts += [f"{name}: {node[name]}" for name in _CONDITIONS if name in node]
    return "; ".join(parts)


def _hints(node: Node) -> list[str]:
    hints = []
    if node["Node Type"].endswith("Seq Scan") and "Filter" in node and node["Total Cost"] > _MANY:
        hints.append(
            f"Every row of {node.get('Relation Name', 'the table')} is read to test "
            f"{node['Filter']}; an index on the columns in it would find the rows."
        )
    if node["Node Type"] == "Sort" and node.get("Plan Rows", 0) > _MANY:
        key = ", ".join(node["Sort Key"])
        hints.append(f"{node['Plan Rows']} rows are sorted by {key}; an index in that order helps.")
    for child in node.get("Plans", []):
        hints += _hints(child)
    return hints
