"""Every statement on every alias, in every thread, with the line that caused it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from threading import get_ident
from typing import Any, Final
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from cycleprof import redact
from cycleprof.frames import Sight, resolve, sight
from cycleprof.instruments._guard import admit
from cycleprof.instruments._patch import Patches
from cycleprof.instruments.orm.evaluation import Evaluation
from cycleprof.lazy import regex
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details, Scope, clock
from cycleprof.records import FOLDS, Folded
from cycleprof.spots import likeness

_NAME = "database"
_getframe = sys._getframe
_STAGE: Final = Stage.DB  # at hand: an enumeration's attribute takes its time
_SYSTEMS = {"oracle": "oracle.db"}
_SUMMARY = regex(
    r"""\s* (?P<verb>\w+)
        (?: (?: (?<=UPDATE) | .*? \b(?:FROM|INTO|JOIN) ) \s+ ["`\[]? (?P<table>[\w.]+) )? """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_MOST_PARAMETERS = 100
_SHORTEST_CARD = 10**12
_PARAMETERS = tuple(f"db.query.parameter.{number}" for number in range(_MOST_PARAMETERS))
_UNSEEN: Sight = (None, ())
_PLAIN = (bool, int, float, Decimal, date, time, timedelta, UUID)


def install(patches: Patches) -> None:
    # Private, and the one place that every statement of every alias passes. An entry of ours in
    # each connection's execute_wrappers would be there for the application to see and to lose.
    patches.replace(CursorWrapper, "_execute_with_wrappers", _execute_with_wrappers)


def _execute_with_wrappers(original: Callable[..., Any]) -> Callable[..., Any]:
    def _execute_with_wrappers(
        self: CursorWrapper, sql: Any, params: Any, many: bool, executor: Callable[..., Any]
    ) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, sql, params, many, executor)
        start = clock()
        try:
            result = original(self, sql, params, many, executor)
        except BaseException as error:
            _keep(scope, sql, params, many, self, start, type(error))
            raise
        _keep(scope, sql, params, many, self, start, None)
        return result

    return _execute_with_wrappers


def _keep(  # noqa: C901, PLR0913, PLR0917 - what a hook knows of a call, and no call more
    scope: Scope, sql: Any, params: Any, many: bool, cursor: CursorWrapper,
    start: int, error: type[BaseException] | None,
) -> None:  # fmt: skip
    """Record a statement that began at ``start`` as :meth:`Scope.leaf` does, by one tuple in all.

    Who asked for it is looked up now, which is no part of its time: it still stands where it did.
    """
    try:
        end, thread, recorder = clock(), get_ident(), scope.recorder
        where, count = scope.raw, -1
        if params.__class__ is list and not many:
            params = tuple(params)  # the application may go on with its list
        if where.__class__ is not Evaluation:
            try:
                where = sight(_getframe(2))
            except Exception as failure:
                recorder.fault(_NAME, failure)
                where = _UNSEEN
            if error is None:
                count = _row_count(cursor)
        elif error is None:  # a use of the ORM: its line is known already
            count = _answered(cursor, where, start, end)
        number, records = next(recorder.ids), recorder.records
        row = (
            number, scope.id, _STAGE, describe_statement, None, start, end, thread, scope.task,
            "ok" if error is None else "error", None,
            sql, params, many, cursor.db, count, where, error,
        )  # fmt: skip
        if len(records) < recorder.limit and thread in recorder.threads:
            records.append(row)
        else:
            recorder.add(row)
        if not number & 7:  # as for other spans, one in eight is measured
            recorder.overhead_ns += (clock() - end) * 8
    except Exception as failure:
        scope.recorder.fault(_NAME, failure)


def _answered(cursor: CursorWrapper, use: Evaluation, start: int, end: int) -> int:
    """The number of rows, or -1; a use of the ORM gets the times, since it counts by itself."""
    if use.fetched:
        return -1
    use.sent, use.answered = start, end
    return -1 if use.reads else _row_count(cursor)


def _row_count(cursor: CursorWrapper) -> int:
    """The number of rows as far as the driver knows it before they are read, or -1."""
    try:
        count = cursor.cursor.rowcount
    except Exception as error:
        admit(_NAME, error)
        return -1
    return count if isinstance(count, int) else -1


def describe_statement(raw: tuple[Any, ...]) -> Details:
    sql, params, many, connection, count, where, error = raw
    evaluation = where if isinstance(where, Evaluation) else None
    spot, calls = (evaluation.spot, ()) if evaluation is not None else where
    text = sql if isinstance(sql, str) else _composed(sql, connection)
    attributes: dict[str, Attribute] = {
        "db.system.name": _SYSTEMS.get(connection.vendor, connection.vendor),
        "db.namespace": _namespace(connection.settings_dict.get("NAME")),
        "db.query.text": redact.sql(text),
        "cycleprof.alias": connection.alias,
    }
    attributes.update(_rows(text, count, evaluation))
    if many:
        attributes["db.operation.batch.size"] = (
            len(params) if isinstance(params, Sequence) else None
        )
    else:
        attributes.update(_parameters(text, params))
    if error is not None:
        attributes["exception.type"] = f"{error.__module__}.{error.__qualname__}"
    site = resolve(spot)
    if site is not None and calls:
        site = site._replace(callers=calls)
    return Details(_summary(text), site, attributes)


def _fold_statement(raw: tuple[Any, ...]) -> Folded | None:
    """Runs of one statement from one line differ in their parameters."""
    sql, params, many, connection, count, where, error = raw
    if many or sql.__class__ is not str:
        return None
    if where.__class__ is Evaluation:
        place: Any = (likeness(where.spot), where.rows)
    else:
        spot, calls = where
        inner = len(calls) == 1 and calls[0] is spot  # as of lines that are known to lie in loops
        place = (id(spot[0]), spot[1]) if inner else (likeness(spot), *map(likeness, calls))
    length = len(params) if params else 0
    like = (sql, id(connection), count, place, id(error), length)
    if not length:
        return like, (), ()
    if params.__class__ not in {list, tuple} or length > _MOST_PARAMETERS:
        return None
    hidden = redact.mentions_secret(sql)
    shown = [_shown(value, hidden) for value in params]
    return like, _PARAMETERS[:length], shown


FOLDS[describe_statement] = _fold_statement


def _rows(text: str, count: int, evaluation: Evaluation | None) -> dict[str, Attribute]:
    if evaluation is not None and evaluation.rows is not None:
        return {"db.response.returned_rows": evaluation.rows}
    if count < 0 or (count == 0 and " RETURNING " in text):
        return {}  # sqlite3 counts what is returned only once it has been read
    reads = text.lstrip(" (\n\t").upper().startswith(("SELECT", "WITH", "SHOW", "PRAGMA"))
    return {"db.response.returned_rows" if reads else "cycleprof.rows_affected": count}


def _composed(sql: Any, connection: Any) -> str:
    """Text of a statement that was not a string, e.g. psycopg's composed SQL; never a query."""
    as_string = getattr(sql, "as_string", None)
    return str(as_string(None)) if as_string is not None else str(sql)


def _namespace(name: Any) -> str | None:
    """The database's name; of a file only its last part, since profiles hold no absolute paths."""
    return str(name).replace("\\", "/").rpartition("/")[2] if name else None


@lru_cache(maxsize=2048)
def _summary(sql: str) -> str:
    match = _SUMMARY().match(sql)
    if match is None:
        return "statement"
    return " ".join(part for part in (match["verb"].upper(), match["table"]) if part)


def _parameters(sql: str, params: Any) -> dict[str, Attribute]:
    if not params:
        return {}
    hidden = redact.mentions_secret(sql)
    if isinstance(params, Mapping):
        shown: dict[str, Attribute] = {
            f"db.query.parameter.{key}": _shown(value, hidden or redact.is_sensitive(str(key)))
            for key, value in list(params.items())[:_MOST_PARAMETERS]
        }
    else:
        shown = {
            f"db.query.parameter.{key}": _shown(value, hidden)
            for key, value in enumerate(list(params)[:_MOST_PARAMETERS])
        }
    if len(params) > _MOST_PARAMETERS:
        shown["cycleprof.parameters"] = len(params)
    return shown


def _shown(value: Any, hidden: bool) -> str | None:
    """The parameter as text. Only values whose text is known to be harmless to make are shown."""
    if value is None or (value.__class__ is int and value < _SHORTEST_CARD):
        return value if value is None else str(value)
    kind = type(value)  # not by isinstance(), which a lazy object answers by what it stands for
    if issubclass(kind, str):
        return redact.MASK if hidden else redact.text(str.__str__(value))
    if issubclass(kind, bytes | bytearray | memoryview):
        return f"({len(value)} bytes)"
    if issubclass(kind, _PLAIN):
        # Numbers stay, or no write of a row with a secret column would tell which row it was.
        return redact.MASK if hidden and issubclass(kind, UUID) else redact.number(value)
    if issubclass(kind, list | tuple):
        return ", ".join(_shown(item, hidden) or "NULL" for item in value[:_MOST_PARAMETERS])
    return f"({type(value).__qualname__})"
