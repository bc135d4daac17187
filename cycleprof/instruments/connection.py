"""Database connections: opened, taken from a pool, committed, rolled back.

These are calls to the database but no statements: spans of stage ``db`` without a query text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from cycleprof.instruments._patch import Patches
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details

_SYSTEMS = {"oracle": "oracle.db"}


def install(patches: Patches) -> None:
    patches.replace(BaseDatabaseWrapper, "connect", _recorded("connect"))
    # Private, but these alone are called exactly where the driver is: commit() and rollback()
    # are also called without a connection.
    patches.replace(BaseDatabaseWrapper, "_commit", _recorded("COMMIT"))
    patches.replace(BaseDatabaseWrapper, "_rollback", _recorded("ROLLBACK"))


def _recorded(name: str) -> Callable[..., Any]:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(self: BaseDatabaseWrapper) -> Any:
            scope = ACTIVE.get()
            if scope is None or (name != "connect" and self.connection is None):
                return original(self)
            span = scope.enter(Stage.DB, _describe, (name, self))
            try:
                result = original(self)
            except BaseException as error:
                span.fail(error)
                raise
            span.leave()
            return result

        return call

    return make


def _describe(raw: tuple[str, BaseDatabaseWrapper]) -> Details:
    name, connection = raw
    settings = connection.settings_dict
    attributes: dict[str, Attribute] = {
        "db.system.name": _SYSTEMS.get(connection.vendor, connection.vendor),
        "db.operation.name": name,
        "cycleprof.alias": connection.alias,
    }
    pooled = name == "connect" and bool((settings.get("OPTIONS") or {}).get("pool"))
    if pooled:  # the time is what it took to be given a connection
        attributes["db.client.connection.pool.name"] = connection.alias
    return Details("connection from the pool" if pooled else name, attributes=attributes)
