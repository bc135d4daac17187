"""The evaluation of querysets, and the instances that it gives."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.query import ModelIterable, RawModelIterable, RawQuerySet

from cycleprof.instruments._patch import Patches
from cycleprof.instruments.orm.beginning import begin
from cycleprof.instruments.orm.evaluation import Evaluation, describe
from cycleprof.instruments.orm.provenance import settle, tag_all
from cycleprof.model import Stage
from cycleprof.recorder import ACTIVE, Scope, clock

_STAGE: Final = Stage.ORM


def install(patches: Patches) -> None:
    patches.replace(QuerySet, "_fetch_all", _fetch_all)
    patches.replace(RawQuerySet, "_fetch_all", _fetch_all)
    patches.replace(QuerySet, "_prefetch_related_objects", _prefetch_related_objects)
    patches.replace(ModelIterable, "__iter__", _iterate)
    patches.replace(RawModelIterable, "__iter__", _iterate)


def _fetch_all(original: Callable[[Any], None]) -> Callable[[Any], None]:
    def _fetch_all(self: Any) -> None:
        scope = ACTIVE.get()
        if scope is None or (
            self._result_cache is not None
            and (not self._prefetch_related_lookups or self._prefetch_done)
        ):
            return original(self)
        evaluation = begin(sys._getframe(1), scope, self)
        span = scope.enter(_STAGE, describe, evaluation)
        evaluation.id, evaluation.entered = span.id, span.start
        try:
            original(self)
        except BaseException as error:
            span.fail(error)
            raise
        _take_over(self._result_cache, evaluation, span)
        span.leave()
        return None

    return _fetch_all


def _prefetch_related_objects(original: Callable[[Any], None]) -> Callable[[Any], None]:
    def _prefetch_related_objects(self: Any) -> None:
        scope = ACTIVE.get()
        if scope is None:
            return original(self)
        if scope.raw.__class__ is Evaluation:  # what is prefetched needs to know for whom
            _take_over(self._result_cache, scope.raw, scope)
        return original(self)

    return _prefetch_related_objects


def _take_over(results: list[Any], evaluation: Evaluation, scope: Scope) -> None:
    if evaluation.rows is not None:
        return
    evaluation.hydrated = clock()
    try:
        evaluation.rows = len(results)
        settle(evaluation, scope.recorder)
        if results and hasattr(results[0], "_state"):
            evaluation.instances = tag_all(results, evaluation)
    except Exception as error:  # results of a kind of their own: nothing to learn from them
        evaluation.owner = None
        scope.recorder.fault("orm", error)


def _iterate(original: Callable[[Any], Iterator[Any]]) -> Callable[[Any], Iterator[Any]]:
    def __iter__(self: Any) -> Iterator[Any]:  # noqa: N807
        scope = ACTIVE.get()
        if scope is None or scope.raw.__class__ is Evaluation:  # _fetch_all() sees to it
            return original(self)
        return _follow(original(self), self.queryset)

    return __iter__


def _follow(instances: Iterator[Any], queryset: Any) -> Iterator[Any]:
    """Pass on the instances of iterator(): its span is the time until the first one."""
    scope = ACTIVE.get()
    if scope is None:
        yield from instances
        return
    evaluation = begin(sys._getframe(1), scope, queryset)
    with scope.open(_STAGE, describe, evaluation) as inner:
        evaluation.id, evaluation.entered = inner.id, inner.start
        first = list(_first(instances))
        evaluation.hydrated = clock()
        settle(evaluation, scope.recorder)
    evaluation.rows = 0
    try:
        for part in (first, instances):
            for instance in part:
                evaluation.rows += 1
                evaluation.instances += tag_all((instance,), evaluation)
                yield instance
    finally:
        close = getattr(instances, "close", None)
        if close is not None:
            close()


def _first(instances: Iterator[Any]) -> Iterator[Any]:
    for instance in instances:
        yield instance
        return
