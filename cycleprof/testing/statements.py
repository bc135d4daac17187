"""Counts mode's own look at the databases: every statement, but the line only of its first run.

Walking up the stack is most of what recording a statement costs; a suite repeats few statements
many times.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from django.db.backends.utils import CursorWrapper

from cycleprof import redact
from cycleprof.frames import Site, call_site
from cycleprof.instruments._patch import Patches
from cycleprof.model import Stage
from cycleprof.recorder import ACTIVE, Details, Recorder, Scope, clock

_NAME = "statements"
_seen: dict[str, dict[str, Site | None]] = {}


def install(patches: Patches) -> None:
    # The seam of the instrument `database`, which says why it is this private one.
    patches.replace(CursorWrapper, "_execute_with_wrappers", _execute_with_wrappers)


def _execute_with_wrappers(original: Callable[..., Any]) -> Callable[..., Any]:
    def _execute_with_wrappers(
        self: CursorWrapper,
        sql: Any,
        params: Any,
        many: bool,  # noqa: FBT001 - Django's signature
        executor: Callable[..., Any],
    ) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, sql, params, many, executor)
        raw = _look(scope, sql, self)
        start = clock()
        try:
            return original(self, sql, params, many, executor)
        finally:
            if raw is not None:
                scope.leaf(Stage.DB, describe, raw, start, "ok")

    return _execute_with_wrappers


def _look(scope: Scope, sql: Any, cursor: CursorWrapper) -> tuple[str, str, Site | None] | None:
    """The statement with its alias and its line; None if that fails, which is noted."""
    try:
        lines = _seen.setdefault(scope.recorder.id, {})
        text = sql if isinstance(sql, str) else str(sql)
        if text not in lines:
            lines[text] = call_site(sys._getframe(2))  # noqa: SLF001 - the documented way is far slower
        return text, cursor.db.alias, lines[text]
    except Exception as error:  # noqa: BLE001 - the application must not see it
        scope.recorder.fault(_NAME, error)
        return None


def describe(raw: tuple[str, str, Site | None]) -> Details:
    """Name and attributes of a statement, as far as counts mode knows them."""
    text, alias, site = raw
    attributes = {"db.query.text": redact.sql(text), "cycleprof.alias": alias}
    return Details("statement", site, {**attributes})


def forget(recorder: Recorder) -> None:
    """The cycle has been read: let go of its lines."""
    _seen.pop(recorder.id, None)
