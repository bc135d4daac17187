"""What is known of a use of the ORM at the moment at which it begins."""

from __future__ import annotations

from types import CodeType, FrameType
from typing import Any

from django.db.models import QuerySet

from cycleprof.frames import Spot, callers, is_project, is_python, look, rendering
from cycleprof.instruments.orm.evaluation import Evaluation, facts_of, raw_facts
from cycleprof.instruments.orm.prefetching import Prefetch
from cycleprof.instruments.orm.provenance import known
from cycleprof.instruments.orm.relations import TAG, Relation
from cycleprof.model import Stage
from cycleprof.recorder import Scope

_NAME = "orm"
_OVERRIDES = frozenset({"save", "delete", "asave", "adelete", "save_base"})


def begin(  # noqa: C901 - in one step, not in several, which a page with many queries would feel
    frame: FrameType, scope: Scope, queryset: Any = None, compiler: Any = None
) -> Evaluation:
    """The evaluation of a queryset, raw ones included, or of what a compiler sends without one."""
    evaluation = Evaluation()
    try:
        if queryset is not None:
            evaluation.model, evaluation.reads = getattr(queryset, "model", None), True
        else:  # count, save, delete
            evaluation.model = getattr(getattr(compiler, "query", None), "model", None)
        spot, evaluation.operation, watched, found = look(frame)
        python = spot is not None and spot[0].__class__ is CodeType
        if python and scope.stage == Stage.TEMPLATE:
            evaluation.template = rendering(frame)
        if watched:
            relation = evaluation.relation = _relation(watched)
            if relation is not None and relation.kind == "self":
                spot = _caller(frame, spot)
            queryset = queryset if queryset is not None else _queryset(watched)
        evaluation.spot = spot
        if queryset is not None:
            _read(evaluation, queryset)
            if evaluation.built is not None and not is_project(spot):
                # A coroutine such as acount() that gather() runs in a task of its own: whoever
                # wrote the call is on no stack any more, and built the queryset for it.
                evaluation.spot = spot = evaluation.built
        if scope.raw.__class__ is Prefetch:
            evaluation.relation, evaluation.operation = scope.raw.relation, "prefetch"
        relation = evaluation.relation
        if relation is None:
            if is_python(spot):
                evaluation.callers = tuple(callers(found))  # they find a loop around a helper
        elif (tag := relation.tag) is not None:
            evaluation.parent = tag if tag[0] == scope.recorder.id else known(tag, scope.recorder)
    except Exception as error:  # without its surroundings it is still a query with times
        scope.recorder.fault(_NAME, error)
        evaluation.queryset = None
    return evaluation


def _relation(watched: list[Any]) -> Relation | None:
    """The innermost relation; an instance that is being written only if there is no other."""
    written = None
    for one in watched:
        if one.__class__ is Relation:
            if one.kind != "self":
                return one
            written = written or one
    return written


def _queryset(watched: list[Any]) -> Any:
    for one in watched:
        if isinstance(one, QuerySet):
            return one
    return None


def _caller(frame: FrameType | None, spot: Spot | None) -> Spot | None:
    """The line that calls a model's own save() or delete(), which all its callers share."""
    while frame is not None and spot is not None and _is_override(spot):
        while frame is not None and frame.f_code is not spot[0]:
            frame = frame.f_back
        if frame is None:
            return spot
        frame = frame.f_back
        outer = look(frame)[0]
        spot = outer if outer is not None else spot
    return spot


def _is_override(spot: Spot) -> bool:
    return isinstance(spot[0], CodeType) and spot[0].co_name in _OVERRIDES


def _read(evaluation: Evaluation, queryset: Any) -> None:
    birth = queryset.__dict__.get(TAG)
    if birth is not None:
        code, position, relation, calls = birth
        if code is not None:
            evaluation.built = (code, position)
        if relation is not None and evaluation.relation is None:
            evaluation.relation, evaluation.calls = relation, calls
    read = facts_of if isinstance(queryset, QuerySet) else raw_facts
    evaluation.queryset = read(queryset)
