"""What Django compiles and sends: the times of each phase, and the uses of the ORM without rows."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.db.models.sql.compiler import SQLCompiler, SQLInsertCompiler

from cycleprof.frames import Spot, resolve
from cycleprof.instruments._patch import Patches
from cycleprof.instruments.orm.beginning import begin
from cycleprof.instruments.orm.evaluation import Evaluation, describe
from cycleprof.model import Stage
from cycleprof.recorder import ACTIVE, Details, clock

_NAME = "orm"
_STAGE: Final = Stage.ORM


def install(patches: Patches) -> None:
    patches.replace(SQLCompiler, "execute_sql", _execute_sql)
    patches.replace(SQLInsertCompiler, "execute_sql", _execute_sql)  # an implementation of its own


def _execute_sql(original: Callable[..., Any]) -> Callable[..., Any]:
    def execute_sql(self: Any, *args: Any, **kwargs: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, *args, **kwargs)
        evaluation = scope.raw
        if evaluation.__class__ is Evaluation and not evaluation.fetched:
            result = original(self, *args, **kwargs)
            evaluation.fetched = clock()
            return result if result.__class__ is list else _read(result, evaluation)
        evaluation = begin(sys._getframe(1), scope, None, self)
        span = scope.enter(_STAGE, describe, evaluation)
        evaluation.id, evaluation.entered = span.id, span.start
        try:
            result = original(self, *args, **kwargs)
        except BaseException as error:
            span.fail(error)
            raise
        try:
            evaluation.fetched = clock()
            result = _read(result, evaluation)
            # Rows come in chunks; what an INSERT returns is no reading.
            if isinstance(result, list) and not isinstance(self, SQLInsertCompiler):
                evaluation.rows = sum(len(chunk) for chunk in result)
        except Exception as error:
            scope.recorder.fault(_NAME, error)
        span.leave()
        return result

    return execute_sql


def _read(result: Any, evaluation: Evaluation) -> Any:
    if isinstance(result, Iterator):
        return _chunks(result, evaluation.spot)
    return result


def _chunks(chunks: Iterator[Any], spot: Spot | None) -> Iterator[Any]:
    """Pass on what a server-side cursor reads, each chunk a span of where it is read."""
    while True:
        scope, start = ACTIVE.get(), clock()
        try:
            chunk = next(chunks)
        except StopIteration:
            return
        if scope is not None:
            scope.leaf(_STAGE, _describe_chunk, (len(chunk), spot), start, "ok")
        yield chunk


def _describe_chunk(raw: tuple[int, Spot | None]) -> Details:
    count, spot = raw
    return Details(f"fetch {count} rows", resolve(spot), {"cycleprof.chunk": count})
