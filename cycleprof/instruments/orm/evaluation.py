"""One use of the ORM while it runs, and the span that is made of it later."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cycleprof.blocks import surroundings
from cycleprof.frames import Call, Spot, resolve
from cycleprof.instruments.orm.relations import Relation, anonymous, identity
from cycleprof.lazy import LOADING
from cycleprof.model import Attribute
from cycleprof.recorder import Details
from cycleprof.records import FOLDS, Folded
from cycleprof.spots import likeness

Tag = tuple[str, int, str, bool]
"""Where an instance comes from: the recorder's id, the evaluation's, the lookup path from there,
and whether that evaluation gave more than one row. Plain values, so that a copy carries no more."""

_FETCHES = frozenset({"__iter__", "__len__", "__getitem__", "__bool__", "__repr__", "_fetch_all",
                      "__contains__", "__get__", "__or__", "__and__", "generator", "fetch_one",
                      "next_slice", "__aiter__", "get_object", "get_queryset"})  # fmt: skip


class Evaluation:
    """What is known of one use of the ORM. Times are readings of the recorder's clock.

    ``entered`` until ``sent`` is the compilation, until ``answered`` the execution, until
    ``fetched`` the reading of rows, until ``hydrated`` the making of instances.
    """

    # Defaults of the class: most evaluations set few of them, and making one has to be cheap.
    model: Any = None
    id = 0
    entered = sent = answered = fetched = hydrated = 0
    rows: int | None = None
    instances = 0
    reads = False
    spot: Spot | None = None
    template: Spot | None = None
    built: Spot | None = None
    calls: tuple[str, ...] = ()
    callers: tuple[Call, ...] = ()
    operation: str | None = None
    relation: Relation | None = None
    parent: Tag | None = None
    owner: Tag | None = None
    queryset: QuerysetFacts | None = None


QuerysetFacts = tuple[Any, Any, Any, Any, bool, Any, bool, bool | str]
"""Of a queryset: select_related, prefetch lookups, deferred fields, iterable class, whether it is
sliced, how it is combined of others, such as ``union``, or ``raw``, whether its order, if any,
is that of its model, and how it locks: not at all, ``wait``, or True to skip what is locked."""


def facts_of(queryset: Any) -> QuerysetFacts:
    """The parts of a queryset that a remedy needs to know; references only."""
    query = queryset._query  # the property would apply a filter that was put off
    return (
        query.select_related,
        queryset._prefetch_related_lookups,
        query.deferred_loading,
        queryset._iterable_class,
        query.low_mark != 0 or query.high_mark is not None,
        query.combinator,
        query.default_ordering and not query.order_by and not query.extra_order_by,
        query.select_for_update and (query.select_for_update_skip_locked or "wait"),
    )


def raw_facts(queryset: Any) -> QuerysetFacts:
    """The same of a raw queryset, whose statement is its own."""
    return (None, queryset._prefetch_related_lookups, ((), True), None, False, "raw", False, False)


def describe(evaluation: Evaluation) -> Details:
    """The span of an evaluation: its origin is where the queryset was built, if that is known."""
    model, operation = evaluation.model, _operation(evaluation.operation)
    attributes: dict[str, Attribute] = {
        "cycleprof.model": model._meta.label if model is not None else None,
        "cycleprof.operation": operation,
        "cycleprof.evaluation": evaluation.id,
        **_times(evaluation),
        **_provenance(evaluation),
    }
    if evaluation.rows is not None:
        attributes["cycleprof.rows"] = evaluation.rows
        attributes["cycleprof.instances"] = evaluation.instances
    if evaluation.template is not None:
        attributes.update(_rendered_at(evaluation.template))
    if evaluation.queryset is not None:
        attributes.update(_lookups(evaluation.queryset, operation))
        if evaluation.queryset[6] and model is not None and model._meta.ordering:
            attributes["cycleprof.ordering"] = list(map(str, model._meta.ordering))
    by_value = evaluation.relation is None or evaluation.relation.kind in {"to_many", "self"}
    if by_value and model is not None and (columns := _columns(model)):
        attributes["cycleprof.columns"] = columns
    site = resolve(evaluation.built) or resolve(evaluation.spot)
    if site is not None and evaluation.callers:
        site = site._replace(callers=evaluation.callers)
    # Checking a constraint asks the database about values that are of no model.
    name = model.__name__ if model is not None else "expression"
    return Details(f"{name} {operation}", site, attributes)


def fold(evaluation: Evaluation) -> Folded | None:
    """Uses of one queryset at one line differ in times, rows, and the instance they are for."""
    queryset, relation, parent = evaluation.queryset, evaluation.relation, evaluation.parent
    if queryset is not None:
        joined, prefetched, (names, _), *_ = queryset
        if joined or prefetched or names:
            return None  # few are alike that say so much
    own: dict[str, Attribute] = {"cycleprof.evaluation": evaluation.id, **_times(evaluation)}
    if relation is not None and relation.key is not None:
        own["cycleprof.parent"] = anonymous(relation.key)
    if parent is not None:
        own["cycleprof.source"] = parent[1]
    if evaluation.rows is not None:
        own["cycleprof.rows"] = evaluation.rows
        own["cycleprof.instances"] = evaluation.instances
    names = tuple(own)
    like = (
        names, id(evaluation.model), evaluation.operation, evaluation.calls,
        queryset and queryset[3:],
        likeness(evaluation.spot), likeness(evaluation.template), likeness(evaluation.built),
        tuple(map(likeness, evaluation.callers)),
        relation and (relation.kind, relation.step, identity(relation)),
        parent and parent[2],
    )  # fmt: skip
    return like, names, list(own.values())


FOLDS[describe] = fold


def _provenance(evaluation: Evaluation) -> dict[str, Attribute]:
    """Which relation it served, of an instance from where."""
    found: dict[str, Attribute] = {}
    if evaluation.relation is not None:
        found.update(evaluation.relation.attributes())
    if evaluation.calls:
        found["cycleprof.calls"] = list(evaluation.calls)
    if evaluation.parent is not None:
        found["cycleprof.source"] = evaluation.parent[1]
        if evaluation.parent[2]:
            found["cycleprof.source.path"] = evaluation.parent[2]
    return found


def _rendered_at(spot: Spot) -> dict[str, Attribute]:
    """The template's line that called the Python in which the query began."""
    site = resolve(spot)
    if site is None or site.template is None:
        return {}
    with LOADING:
        from cycleprof.freeze.comments import silenced_at  # noqa: PLC0415 - nothing is described until then

    file = surroundings.paths().relative(site.file)
    return {"cycleprof.rendered_at": [file, str(site.line), site.template], **silenced_at(site)}


def _operation(name: str | None) -> str:
    if name is None or name in _FETCHES:
        return "fetch"
    return name.strip("_").removeprefix("raw_")


def _times(evaluation: Evaluation) -> dict[str, Attribute]:
    moments = (
        ("compile", evaluation.entered, evaluation.sent),
        ("execute", evaluation.sent, evaluation.answered),
        ("fetch", evaluation.answered, evaluation.fetched),
        ("hydrate", evaluation.fetched, evaluation.hydrated),
    )
    return {
        f"cycleprof.{name}_ns": end - start
        for name, start, end in moments
        if start and end and end >= start
    }


def _lookups(facts: QuerysetFacts, operation: str) -> dict[str, Attribute]:
    joined, prefetched, (names, deferred), iterable, sliced, combined, _, lock = facts
    found: dict[str, Attribute] = {}
    if joined:
        found["cycleprof.select_related"] = ["*"] if joined is True else list(_paths(joined))
    if prefetched:
        found["cycleprof.prefetch_related"] = [
            str(getattr(lookup, "prefetch_to", lookup)) for lookup in prefetched
        ]
    if names:
        found["cycleprof.defer" if deferred else "cycleprof.only"] = sorted(map(str, names))
    if (kind := _RESULTS.get(getattr(iterable, "__name__", ""))) is not None:
        found["cycleprof.result"] = kind
    if combined:
        found["cycleprof.combinator"] = str(combined)
    if lock:  # said here, since SQLite's statements do not tell
        found["cycleprof.lock"] = "skip" if lock is True else "wait"
    if sliced and operation == "fetch":
        found["cycleprof.sliced"] = True
    return found


def _paths(joined: dict[str, Any], prefix: str = "") -> list[str]:
    found = []
    for name, deeper in joined.items():
        inner = _paths(deeper, f"{prefix}{name}__") if deeper else []
        found.extend(inner or [f"{prefix}{name}"])
    return found


_RESULTS = {
    "ValuesIterable": "values",
    "ValuesListIterable": "values_list",
    "NamedValuesListIterable": "values_list",
    "FlatValuesListIterable": "values_list",
}


@lru_cache(maxsize=1024)
def _columns(model: Any) -> list[str]:
    """``column=field`` of those named otherwise, the primary key as ``pk``; unique ones with !."""
    found = []
    for field in model._meta.concrete_fields:
        name = "pk" if field.primary_key else field.attname
        if name != field.column or field.unique:
            found.append(f"{field.column}={name}{'!' if field.unique else ''}")
    return [] if found == ["id=pk!"] else found
