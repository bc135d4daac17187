"""Remedies for relations and fields that are loaded one instance at a time."""

from __future__ import annotations

from collections.abc import Iterable

from cycleprof.analysis.evidence import Evidence, Use
from cycleprof.analysis.remedies.paths import (
    crosses_many,
    is_admin_list,
    is_raw,
    merged,
    quoted,
    where,
)
from cycleprof.analysis.repeats import Repeat, root_path, whole_lookup
from cycleprof.model import Remedy
from cycleprof.model.said import said

_NARROWING = frozenset(
    {"filter", "exclude", "annotate", "alias", "order_by", "distinct", "select_related", "reverse",
     "union", "extra", "complex_filter", "_filter_or_exclude", "_annotate", "select_for_update",
     "prefetch_related"}
)  # fmt: skip
_SINGLE = frozenset({"first", "last", "get", "earliest", "latest"})


def forward(repeat: Repeat, evidence: Evidence) -> Remedy:
    """Join what is one per row; follow with a query of its own what a join cannot reach."""
    path, source = repeat.first.path, repeat.source
    if repeat.first.kind == "generic":
        return _generic(repeat)
    if crosses_many(repeat, evidence) or is_raw(source):
        return _prefetch(repeat, said("One query loads {path} of all rows.", path=path))
    present = source.names("cycleprof.select_related") if source is not None else ()
    names = merged(present, path)
    if is_admin_list(source):
        code = f"list_select_related = [{quoted(names)}]"
    else:
        code = f"{_only_with(source, path)}.select_related({quoted(names)})"
    text = (
        said("Join {path} in the query of the source, so that no row asks again.", path=path)
        + where(source)
        + said(
            " With Django 6.1 .fetch_mode(models.FETCH_PEERS) is an alternative: one more query "
            "in all."
        )
    )
    return Remedy(kind="select_related", text=text, code=code, expected_queries=0)


def _generic(repeat: Repeat) -> Remedy:
    path = repeat.first.path
    models = sorted({use.model for use in repeat.uses if use.model})
    text = said(
        "A generic foreign key cannot be joined: one query for each of its {n} models. "
        "{prefetch} takes a queryset for each, e.g. with select_related().",
        n=len(models), prefetch=f'GenericPrefetch("{path}", [...])',
    )  # fmt: skip
    return Remedy(
        kind="prefetch_related",
        text=text + where(repeat.source),
        code=f'.prefetch_related("{path}")',
        expected_queries=len(models) * _evaluations(repeat),
    )


def to_many(repeat: Repeat) -> Remedy:
    """Load the related rows of all instances together, filtered in a Prefetch where they are."""
    calls = set(repeat.first.names("cycleprof.calls"))
    calls |= {repeat.first.operation} & _SINGLE
    path = repeat.first.path
    if calls & _NARROWING:
        return _prefetch_object(repeat, "")
    text = said("One query loads {path} of all rows.", path=path)
    if calls:
        text += said(
            " Then use .all() in Python: {calls} would ask the database again.",
            calls=_listed(calls),
        )
    return _prefetch(repeat, text)


def defeated(repeat: Repeat) -> Remedy:
    """Use what has been prefetched, or prefetch what is used."""
    calls = set(repeat.first.names("cycleprof.calls"))
    operation, path = repeat.first.operation, repeat.first.path
    if calls & _NARROWING and not (calls | {operation}) & _SINGLE:
        remark = said(" Drop the plain prefetch if nothing else uses it.")
        return _prefetch_object(repeat, remark)
    name = repeat.first.relation
    code = _picked(f"instance.{name}.all()", repeat.first, calls)
    text = said(
        "{path} is prefetched, but {calls} asks the database again. "
        "Use the prefetched rows: iterate over .all() and pick or sort in Python. "
        ".first() uses them as well if the relation's queryset has an order.",
        path=path, calls=_listed(calls or {operation}),
    )  # fmt: skip
    return Remedy(kind="reuse", text=text, code=code, expected_queries=0)


def _picked(rows: str, use: Use, calls: set[str]) -> str:
    """What gives the same of prefetched rows as the call that asked for one of them."""
    operation = next(iter((calls | {use.operation}) & _SINGLE), "")
    if not operation:
        return rows
    if operation == "get" or calls & _NARROWING:
        return f"next((row for row in {rows} if ...), None)"
    if "cycleprof.ordering" in use.span.attributes and operation == "last":
        return f"next(reversed({rows}), None)"
    key = "row.pk" if operation in {"first", "last"} else "..."
    pick = "min" if operation in {"first", "earliest"} else "max"
    return f"{pick}({rows}, key=lambda row: {key}, default=None)"


def deferred(repeat: Repeat, evidence: Evidence) -> Remedy:
    """Have the source load the field, or the Prefetch through which the instance came."""
    source, path = evidence.loader(repeat.first), repeat.first.path
    if source is not None and source.operation == "prefetch":
        path = repeat.first.relation
    only = source.names("cycleprof.only") if source is not None else ()
    defer = source.names("cycleprof.defer") if source is not None else ()
    if only:
        code = f".only({quoted([*only, path])})"
    else:
        left = [name for name in defer if name != path]
        code = f".defer({quoted(left)})" if left else ".defer(None)"
    text = said("Load {path} with the rest of the row, since it is used.", path=path)
    text += where(source)
    return Remedy(kind="only_defer", text=text, code=code, expected_queries=0)


def per_instance(repeat: Repeat) -> Remedy:
    """Prefetch once for all."""
    lookups = _lookups(repeat.uses)
    below = len("".join(f"{step}__" for step in root_path(repeat.first)))
    shown = quoted(lookup[below:] for lookup in lookups)
    text = said(
        "prefetch_related_objects() runs once per instance. Add {lookup} to the queryset, or "
        "call it once with the whole list: {call}.",
        lookup=", ".join(lookups), call=f"prefetch_related_objects(rows, {shown})",
    )  # fmt: skip
    levels = {use.path for use in repeat.uses}
    named = {
        whole_lookup(use): through
        for use in repeat.uses
        if (through := use.label("cycleprof.prefetch.through"))
    }
    shown = ", ".join(_as_prefetch(one, named.get(one)) for one in lookups)
    return Remedy(
        kind="prefetch_object" if named else "prefetch_related",
        text=text + where(repeat.source),
        code=f".prefetch_related({shown})",
        expected_queries=len(levels) * _evaluations(repeat),
    )


def _as_prefetch(lookup: str, through: str | None) -> str:
    """The lookup; where its rows go to an attribute (``to_attr``), the Prefetch that says so."""
    if through is None:
        return quoted([lookup])
    before, _, attribute = lookup.rpartition("__")
    path = "__".join(filter(None, [before, through.rpartition("__")[2]]))
    return f'Prefetch("{path}", ..., to_attr="{attribute}")'


def _lookups(uses: Iterable[Use]) -> list[str]:
    """The lookups of prefetches, without those that are a beginning of another."""
    found = list(dict.fromkeys(map(whole_lookup, uses)))
    return [one for one in found if not any(other.startswith(f"{one}__") for other in found)]


def _prefetch(repeat: Repeat, text: str) -> Remedy:
    path, source = repeat.first.path, repeat.source
    code = f'.prefetch_related("{path}")'
    if is_admin_list(source):
        code = f"def get_queryset(self, request):\n    return super().get_queryset(request){code}"
    return Remedy(
        kind="prefetch_related",
        text=text + where(source),
        code=code,
        expected_queries=_evaluations(repeat),
    )


def _prefetch_object(repeat: Repeat, remark: str) -> Remedy:
    path, model = repeat.first.path, (repeat.first.model or "").rpartition(".")[2]
    calls = [name for name in repeat.first.names("cycleprof.calls") if name in _NARROWING]
    chain = "".join(f".{name.strip('_')}(...)" for name in calls)
    attribute = f"chosen_{repeat.first.relation}"
    text = said(
        "{calls} makes another query of each {relation}, so a plain prefetch does not serve it: "
        "put it into a Prefetch, and read {attribute}.",
        calls=_listed(calls), relation=repeat.first.relation, attribute=attribute,
    )  # fmt: skip
    text += remark
    code = f'.prefetch_related(Prefetch("{path}", {model}.objects{chain}, to_attr="{attribute}"))'
    return Remedy(
        kind="prefetch_object",
        text=text + where(repeat.source),
        code=code,
        expected_queries=_evaluations(repeat),
    )


def _only_with(source: Use | None, path: str) -> str:
    """A field that only() leaves out cannot be joined: name it as well."""
    only = source.names("cycleprof.only") if source is not None else ()
    step = path.partition("__")[0]
    return f".only({quoted([*only, step])})" if only and step not in only else ""


def _evaluations(repeat: Repeat) -> int:
    """How often the source ran: each time it will bring its own prefetch along."""
    numbers = {use.number("cycleprof.source") for use in repeat.uses}
    return max(len(numbers), 1) if repeat.source is not None else 1


def _listed(names: set[str] | list[str]) -> str:
    return ", ".join(f".{name.strip('_')}()" for name in sorted(names))
