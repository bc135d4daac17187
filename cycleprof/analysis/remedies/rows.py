"""Remedies for rows and numbers that are asked for one at a time."""

from __future__ import annotations

import re

from cycleprof.analysis.evidence import Use
from cycleprof.analysis.queries import text as statement_of
from cycleprof.analysis.remedies.columns import aggregated, all_compared, compared
from cycleprof.analysis.remedies.paths import quoted, where
from cycleprof.analysis.repeats import Repeat
from cycleprof.model import Remedy
from cycleprof.model.said import said

_NAME = re.compile(r"[-+]?\w+")


def lookups(repeat: Repeat) -> Remedy:
    """Fetch all rows at once, and pick from a dictionary."""
    first = repeat.first
    model = (first.model or "").rpartition(".")[2]
    columns = all_compared(first)
    names = [column.name for column in columns] or ["..."]
    if not model:
        key = names[0] if len(columns) == 1 else "key"
        text = said(
            "Ask once for all rows: WHERE {column} IN (...), then pick in Python.", column=key
        )
        return Remedy(kind="none", text=text, expected_queries=1)
    if first.operation in {"fetch", "values"}:
        text = said(
            "Ask once for the rows of all keys, then group them by {column}.",
            column=", ".join(names),
        )
        code = f"{model}.objects.filter({_among(names)})"
    elif len(columns) == 1 and columns[0].unique:
        text = said(
            "Collect the keys first and fetch all rows in one query; in_bulk() gives a dictionary."
        )
        field = "" if names == ["pk"] else f', field_name="{names[0]}"'
        code = f"{model}.objects.in_bulk(keys{field})"
    else:
        text = said(
            "Collect the values first, and make a dictionary of all their rows in one query."
        )
        code = f"{model}.objects.filter({_among(names)})"
        if columns:
            code = f"{{{_key(names)}: row for row in {code}}}"
    return Remedy(kind="in_bulk", text=text, code=code, expected_queries=1)


def _among(names: list[str]) -> str:
    if len(names) == 1:
        return f"{names[0]}__in=keys"
    return ", ".join(f"{name}__in=..." for name in names)


def _key(names: list[str]) -> str:
    parts = [f"row.{name}" for name in names]
    return parts[0] if len(parts) == 1 else f"({', '.join(parts)})"


def aggregates(repeat: Repeat) -> Remedy:
    """Have the source's query count along."""
    first = repeat.first
    if not first.path:
        return _unrelated(repeat)
    narrowed = bool(set(first.names("cycleprof.calls")) & {"filter", "exclude"})
    if first.operation in {"exists", "contains"}:
        code = _exists(first, narrowed=narrowed)
        text = said("Annotate the source: a subquery tells of each row whether there is one.")
    else:
        code = _counted(first, narrowed=narrowed) + _order(repeat)
        text = said(
            "Annotate the source: the source's query counts along; with several annotations use "
            "distinct=True."
        )
    return Remedy(
        kind="annotate",
        text=text + _order_lost(repeat, code) + where(repeat.source),
        code=code,
        expected_queries=0,
    )


def _exists(use: Use, *, narrowed: bool) -> str:
    model = (use.model or "").rpartition(".")[2]
    condition = f'{_foreign_key(use)}=OuterRef("pk"){", ..." if narrowed else ""}'
    return f".annotate(has_{use.relation}=Exists({model}.objects.filter({condition})))"


def _foreign_key(use: Use) -> str:
    """The field that holds the key of the instance asked; dots where it cannot be known."""
    column = compared(use)
    if column is None or " JOIN " in statement_of(use.statements[0]):
        return "..."
    sent = use.statements[0].attributes
    given = {value for name, value in sent.items() if name.startswith("db.query.parameter.")}
    known = use.parent is not None and (use.parent in given or not use.parent.isdigit())
    return column.name if known else "..."


def _counted(use: Use, *, narrowed: bool) -> str:
    function, what = "Count", use.path
    if use.operation != "count":
        function, field = aggregated(use) or ("Sum", "...")
        what = f"{use.path}__{field}"
    condition = ", filter=Q(...)" if narrowed else ""
    return f'.annotate({use.relation}_{function.lower()}={function}("{what}"{condition}))'


def _order(repeat: Repeat) -> str:
    """What keeps the order of the model's Meta, which a query that groups its rows drops."""
    names = repeat.source.names("cycleprof.ordering") if repeat.source is not None else ()
    if not names or not all(map(_NAME.fullmatch, names)):
        return ""
    return f".order_by({quoted(names)})"


def _order_lost(repeat: Repeat, code: str) -> str:
    ordered = repeat.source is not None and repeat.source.names("cycleprof.ordering")
    if not ordered or "Exists(" in code:
        return ""
    return said(
        " Such a query leaves the ordering of the model's Meta out: name it, if it matters."
    )


def _unrelated(repeat: Repeat) -> Remedy:
    first = repeat.first
    model = (first.model or "").rpartition(".")[2]
    column = compared(first)
    name = column.name if column is not None else "..."
    function, field = ("Count", "pk") if first.operation == "count" else _function(first)
    code = f'{model}.objects.values("{name}").annotate(n={function}("{field}"))' if model else None
    return Remedy(
        kind="annotate" if code else "none",
        text=said(
            "Ask once for the numbers of all rows, grouped by {column}, or annotate the queryset "
            "over which the loop runs.",
            column=name,
        ),
        code=code,
        expected_queries=1,
    )


def _function(use: Use) -> tuple[str, str]:
    """Whether there is one is known from the number, too."""
    return ("Count", "pk") if use.operation != "aggregate" else aggregated(use) or ("Sum", "...")
