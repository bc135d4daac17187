"""Tells instances and querysets where they come from, in a way that no copy or pickle shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.db.models.base import ModelState

from cycleprof.instruments._patch import Patches
from cycleprof.instruments.orm.evaluation import Evaluation, Tag
from cycleprof.instruments.orm.relations import TAG
from cycleprof.recorder import Recorder

_MOST_LEVELS = 5  # as deep as Django follows select_related() without arguments


def install(patches: Patches) -> None:
    patches.replace(ModelState, "__getstate__", _without_tag)
    patches.replace(QuerySet, "__getstate__", _without_tag)


def _without_tag(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def __getstate__(self: Any) -> Any:  # noqa: N807
        state = original(self)
        if isinstance(state, dict) and TAG in state:
            return {key: value for key, value in state.items() if key != TAG}
        return state

    return __getstate__


def settle(evaluation: Evaluation, recorder: Recorder) -> None:
    """Decide where the instances of an evaluation count as coming from, once its rows are known.

    What a relation loads for one of many instances continues that instance's path; what it loads
    for a single one is a beginning of its own, since that is the queryset to change.
    """
    relation, parent = evaluation.relation, evaluation.parent
    many = evaluation.rows is None or evaluation.rows > 1
    follows = relation is not None and relation.kind not in {"deferred", "self"}
    if follows and relation is not None and parent is not None and parent[3]:
        # Straight from the field where it says all: of these queries there may be many.
        step = relation.thing.name if relation.kind == "forward" else relation.step or relation.name
        path = f"{parent[2]}__{step}" if parent[2] else step
        evaluation.owner = (recorder.id, parent[1], path, True)
    else:
        evaluation.owner = (recorder.id, evaluation.id, "", many)


def known(tag: Any, recorder: Recorder) -> Tag | None:
    """The tag, if it is of this recording or of the one around it; older ones mean nothing."""
    if tag is None or tag[0] == recorder.id:
        return tag  # type: ignore[no-any-return]  # read from an instance's state
    outer = recorder.outer
    return known(tag, outer.recorder) if outer is not None else None


def tag_all(instances: Iterable[Any], evaluation: Evaluation) -> int:
    """Tag the instances, and those that came with them by select_related(); returns how many."""
    tag, count = evaluation.owner, 0
    for instance in instances:
        instance._state._cycleprof = tag  # TAG; a look at its __dict__ would make one
        count += 1
    joined = evaluation.queryset[0] if evaluation.queryset is not None else None
    if joined and tag is not None:
        _tag_joined(instances, joined, tag, _MOST_LEVELS)
    return count


def _tag_joined(instances: Iterable[Any], joined: Any, tag: Tag, levels: int) -> None:
    """``joined`` is a query's select_related: names and what is joined below each, or True."""
    found: dict[str, list[Any]] = {}
    for instance in instances:
        cache = instance._state.fields_cache
        for name in cache if joined is True else joined:
            # A FilteredRelation is an attribute of its own name.
            related = cache[name] if name in cache else instance.__dict__.get(name)
            if related is not None and TAG not in related._state.__dict__:
                found.setdefault(name, []).append(related)
    for name, related in found.items():
        path = f"{tag[2]}__{name}" if tag[2] else name
        deeper = (tag[0], tag[1], path, tag[3])
        for instance in related:
            instance._state.__dict__[TAG] = deeper
        below = True if joined is True else joined[name]
        if below and levels:
            _tag_joined(related, below, deeper, levels - 1)
