"""Remedies for rows that are written one at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cycleprof.analysis.evidence import Use
from cycleprof.analysis.queries import text as statement_of
from cycleprof.analysis.remedies.columns import field_name
from cycleprof.analysis.repeats import Repeat
from cycleprof.model import Remedy
from cycleprof.model.said import said

_SET = re.compile(r"\bSET\b(?P<list>.*?)(?:\bWHERE\b|$)", re.IGNORECASE | re.DOTALL)
_ASSIGNED = re.compile(r"""["`\[]?(?P<column>\w+)["`\]]?\s*=""")
_PARAMETER = "db.query.parameter."
_MOST_FIELDS = 8
_RELATING = frozenset({"add", "remove", "set", "clear"})
_SIGNALS = said(" It calls no save() and sends no signals: keep the loop if those are needed.")


def writes(repeat: Repeat) -> Remedy:
    """The one call that writes all rows."""
    first = repeat.first
    name = _short(first.owner if first.kind == "self" else first.model)
    if first.operation == "sql":
        return Remedy(
            kind="none",
            text=said(
                "Send all rows together, with cursor.executemany() or one statement for all."
            ),
            expected_queries=1,
        )
    if first.relation and first.operation in _RELATING:
        return _related(repeat) if repeat.parents == 1 else _through(repeat)
    if first.operation.endswith("or_create"):
        return _create_or(name, repeat)
    if first.verb == "DELETE":
        return _delete(name, repeat)
    if first.verb == "UPDATE":
        return _update(name, repeat)
    return _create(name, repeat)


def _related(repeat: Repeat) -> Remedy:
    name, method = repeat.first.relation, repeat.first.operation
    return Remedy(
        kind="m2m_add",
        text=said(
            "{method}() takes any number of objects, and writes them together.", method=method
        ),
        code=f"instance.{name}.{method}(*objects)",
        expected_queries=1,
    )


def _through(repeat: Repeat) -> Remedy:
    """Each instance has its own call: what they share is the table in between."""
    first = repeat.first
    owner = (first.owner or "").rpartition(".")[2]
    rows = f"{owner}.{first.relation}.through.objects"
    if first.operation in {"remove", "clear"}:
        return Remedy(
            kind="queryset_delete",
            text=said(
                "Delete the rows of the table in between for all instances together; this sends "
                "no m2m_changed."
            ),
            code=f"{rows}.filter(...).delete()",
            expected_queries=1,
        )
    return Remedy(
        kind="bulk_create",
        text=said(
            "Write the rows of the table in between for all instances together; this sends no "
            "m2m_changed."
        ),
        code=f"{rows}.bulk_create(rows, ignore_conflicts=True)",
        expected_queries=1,
    )


def _delete(name: str, repeat: Repeat) -> Remedy:
    main = [use for use in repeat.uses if use.model == repeat.first.owner]
    tables = len({use.model for use in repeat.uses}) if main else 1
    return Remedy(
        kind="queryset_delete",
        text=said(
            "Delete the queryset itself: it collects what cascades once for all, and still sends "
            "the delete signals, but calls no delete() of the instances."
        ),
        code=f"{name}.objects.filter(...).delete()",
        expected_queries=tables,
    )


def _update(name: str, repeat: Repeat) -> Remedy:
    first = repeat.first
    columns = [field_name(first, column) for column in assigned(statement_of(first.statements[0]))]
    if _writes_one_value(repeat.uses):
        values = ", ".join(f"{column}=..." for column in columns)
        return Remedy(
            kind="queryset_update",
            text=said("All rows get the same value: update() needs no loop.") + _SIGNALS,
            code=f"{name}.objects.filter(...).update({values})",
            expected_queries=1,
        )
    shown = ", ".join(f'"{column}"' for column in columns)
    listed = f"[{shown}]" if len(columns) <= _MOST_FIELDS else "fields"
    return Remedy(
        kind="bulk_update",
        text=said("Change the instances in the loop, and write them together after it.") + _SIGNALS,
        code=f"{name}.objects.bulk_update(objects, {listed}, batch_size=500)",
        expected_queries=-(-repeat.count // 500),
    )


def _create(name: str, repeat: Repeat) -> Remedy:
    first = repeat.first
    if first.kind == "self" and len({use.model for use in repeat.uses}) > 1:
        return Remedy(
            kind="none",
            text=said(
                "{name} inherits the table of another model, which bulk_create() cannot write. "
                "A transaction around the loop spares one commit per row.",
                name=name,
            ),
        )
    if first.relation and len({use.model for use in repeat.uses}) > 1:
        return _create_related(name, repeat)
    return Remedy(
        kind="bulk_create",
        text=said("Make the instances in the loop, and write them together after it.") + _SIGNALS,
        code=f"{name}.objects.bulk_create(objects, batch_size=500)",
        expected_queries=-(-repeat.count // 500),
    )


def _create_related(name: str, repeat: Repeat) -> Remedy:
    """The related manager's bulk_create() would not write the rows of the table in between."""
    first = repeat.first
    relate = f"instance.{first.relation}.add(*objects)"
    if repeat.parents > 1:
        through = f"{_short(first.owner)}.{first.relation}.through"
        relate = f"{through}.objects.bulk_create(rows, batch_size=500)"
    created = sum(use.model == first.model for use in repeat.uses)
    return Remedy(
        kind="bulk_create",
        text=said("Make the instances in the loop, and write them together after it.") + _SIGNALS,
        code=f"{name}.objects.bulk_create(objects, batch_size=500)\n{relate}",
        expected_queries=2 * -(-created // 500),
    )


def _create_or(name: str, repeat: Repeat) -> Remedy:
    text = said("Make the instances in the loop, and write them together after it.") + _SIGNALS
    text += said(
        " What exists already is updated or left alone with update_conflicts or ignore_conflicts."
    )
    conflicts = "ignore_conflicts=True"
    if repeat.first.operation.startswith(("update", "aupdate")):
        conflicts = "update_conflicts=True, unique_fields=[...], update_fields=[...]"
    return Remedy(
        kind="bulk_create",
        text=text,
        code=f"{name}.objects.bulk_create(objects, {conflicts}, batch_size=500)",
        expected_queries=-(-repeat.count // 500),
    )


def _short(model: str | None) -> str:
    return (model or "").rpartition(".")[2]


def assigned(statement: str) -> Sequence[str]:
    """The columns that an UPDATE sets."""
    match = _SET.search(statement)
    return [found["column"] for found in _ASSIGNED.finditer(match["list"])] if match else []


def _writes_one_value(uses: Sequence[Use]) -> bool:
    """Whether all rows are given the same: every parameter but the last, which is the row's key."""
    given = set()
    for use in uses:
        attributes = use.statements[0].attributes
        names = [name for name in attributes if name.startswith(_PARAMETER)]
        given.add((statement_of(use.statements[0]), *(attributes[name] for name in names[:-1])))
    return len(given) == 1
