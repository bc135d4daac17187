"""The plan of a recorded query, without any chance to write.

A query is named by its profile and span, so nobody can send SQL here. It must be a single reading
statement by its text; the database then judges for itself, in a transaction that may only read,
has a time limit and is always rolled back, on a connection of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.connection import ConnectionDoesNotExist

from cycleprof.explain import mysql, postgresql, sqlite
from cycleprof.explain.guard import RefusalError, parameters_of, statement_of
from cycleprof.explain.plan import Plan, Step
from cycleprof.model import Profile, Span
from cycleprof.recorder import suppressed

__all__ = ["Explained", "Plan", "RefusalError", "Step", "explain"]

Explain = Callable[[BaseDatabaseWrapper, str, Any], Plan]
EXPLAINERS: dict[str, Explain] = {
    "sqlite": sqlite.explain,
    "postgresql": postgresql.explain,
    "mysql": mysql.explain,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A statement with its plan."""

    vendor: str
    alias: str
    sql: str
    plan: Plan


def explain(profile: Profile, span_id: int) -> Explained:
    """Ask the database for the plan of a recorded query.

    Raises:
        RefusalError: there is no such query, or it must not or cannot be explained; says why.
    """
    span = _find(profile, span_id)
    sql = statement_of(span)
    parameters = parameters_of(span)
    alias = str(span.attributes.get("cycleprof.alias", ""))
    connection = _connection(alias)
    explainer = EXPLAINERS.get(connection.vendor)
    if explainer is None:
        known = ", ".join(EXPLAINERS)
        raise RefusalError("unsupported", f"no plans of {connection.vendor}; only of {known}")
    with suppressed():
        try:
            plan = explainer(connection, sql, parameters)
        finally:
            _close(connection)
    return Explained(vendor=connection.vendor, alias=alias, sql=sql, plan=plan)


def _close(connection: BaseDatabaseWrapper) -> None:
    connection.close()
    if connection.connection is not None:  # Django keeps databases in memory open; this is a copy
        connection.connection.close()


def _find(profile: Profile, span_id: int) -> Span:
    for span in profile.spans:
        if span.id == span_id:
            return span
    raise RefusalError("no-such-span", f"the profile has no span {span_id}")


def _connection(alias: str) -> BaseDatabaseWrapper:
    """A connection that nobody else uses, so that no transaction of the application is touched."""
    try:
        return connections[alias].copy()
    except ConnectionDoesNotExist:
        raise RefusalError(
            "no-such-alias", f"the settings have no database {alias!r} now"
        ) from None
