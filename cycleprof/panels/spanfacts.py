"""What there is to say of one span besides its times: a short name, and facts by its stage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from cycleprof.model import Attribute, Span, Stage
from cycleprof.panels.surroundings import gettext as _
from cycleprof.panels.values import Duration, Mono, Scalar

Fact = tuple[str, Scalar]
_PARAMETER = "db.query.parameter."
_SHOWN_BY_NAME = 6


def short_name(span: Span) -> str:
    """The name as a narrow bar can show it."""
    if span.stage is Stage.MIDDLEWARE:
        return span.name.rpartition(".")[2]
    if "cycleprof.middleware" in span.attributes:
        return ".".join(span.name.split(".")[-2:])
    view = span.attributes.get("cycleprof.view")
    if span.stage is Stage.RESOLVE and view:
        return f"{span.name} → {view}"
    if span.stage is Stage.CACHE and (key := span.attributes.get("cycleprof.cache.key")):
        return f"{span.name} {key}"
    return span.name


def table(sql: str) -> str:
    """The table a statement is about, or its first word."""
    words = sql.replace('"', "").replace("`", "").split()
    for word, following in pairwise(words):
        if word.upper() in {"FROM", "INTO", "UPDATE"}:
            return following.strip("(),;")
    return words[0] if words else ""


def parameters(span: Span) -> str | None:
    """The values a statement was sent with, in order; None if there were none."""
    values = [
        "NULL" if value is None else str(value)
        for key, value in span.attributes.items()
        if key.startswith(_PARAMETER)
    ]
    return ", ".join(values) or None


def about(span: Span) -> tuple[Fact, ...]:
    """Facts to show of a span beside its times and its source."""
    facts = [*_of_stage(span), *_failure(span)]
    if span.thread != "MainThread":
        facts.append((_("Thread"), Mono(span.thread)))
    if span.task:
        facts.append((_("Task"), Mono(span.task)))
    return tuple(facts)


def _of_stage(span: Span) -> Iterator[Fact]:
    maker = _MAKERS.get(span.stage, _others)
    return maker(span)


def _failure(span: Span) -> Iterator[Fact]:
    if span.status == "unfinished":
        yield (_("Status"), _("still open when the cycle ended"))
    elif span.status != "ok":
        error = span.attributes.get("exception.type")
        yield (_("Status"), Mono(str(error)) if error else span.status)


def _statement(span: Span) -> Iterator[Fact]:
    yield from _named(span, {
        "cycleprof.rows": _("Rows"),
        "db.response.returned_rows": _("Rows"),
        "db.operation.batch.size": _("Batch"),
    })  # fmt: skip
    if (values := parameters(span)) is not None:
        yield (_("Parameters"), Mono(values))
    alias = span.attributes.get("cycleprof.alias")
    if alias and alias != "default":
        yield (_("Database"), Mono(str(alias)))


def _layer(span: Span) -> Iterator[Fact]:
    yield (_("Class"), Mono(span.name))
    for key, label in (("cycleprof.in_ns", _("Way in")), ("cycleprof.out_ns", _("Way out"))):
        value = span.attributes.get(key)
        if isinstance(value, int):
            yield (label, Duration(value))
    if span.attributes.get("cycleprof.answered"):
        yield (_("Answered"), _("itself, without calling on"))


def _resolution(span: Span) -> Iterator[Fact]:
    yield from _named(span, {
        "http.route": _("Pattern"),
        "cycleprof.url_name": _("Name"),
        "cycleprof.view": _("View"),
        "cycleprof.patterns_tried": _("Patterns tried"),
    })  # fmt: skip


def _template(span: Span) -> Iterator[Fact]:
    yield from _named(span, {
        "cycleprof.template.kind": _("Kind"),
        "cycleprof.template.engine": _("Engine"),
        "cycleprof.template.tag": _("Tag"),
    })  # fmt: skip


def _others(span: Span) -> Iterator[Fact]:
    shown = 0
    for key, value in span.attributes.items():
        if key != "exception.type" and value is not None and shown < _SHOWN_BY_NAME:
            shown += 1
            yield (key.removeprefix("cycleprof."), _mono(value))


def _named(span: Span, names: dict[str, str]) -> Iterator[Fact]:
    seen = set()
    for key, label in names.items():
        value = span.attributes.get(key)
        if value is not None and label not in seen:
            seen.add(label)
            yield (label, _mono(value))


def _mono(value: Attribute) -> Scalar:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return value
    return Mono(", ".join(value) if isinstance(value, list) else str(value))


_MAKERS: dict[Stage, Callable[[Span], Iterator[Fact]]] = {
    Stage.DB: _statement,
    Stage.MIDDLEWARE: _layer,
    Stage.RESOLVE: _resolution,
    Stage.TEMPLATE: _template,
}
