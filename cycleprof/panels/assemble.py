"""All panels of a report as one JSON document. A builder that fails costs its own tab only."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from cycleprof.model import Report
from cycleprof.panels.blocks import Panel, Text
from cycleprof.panels.head import head
from cycleprof.panels.surroundings import SURROUNDINGS, Surroundings
from cycleprof.panels.surroundings import gettext as _
from cycleprof.panels.values import Mono, say
from cycleprof.panels.wire import encode

SCHEMA = "cycleprof.panels/1"
T = TypeVar("T")
Builder = Callable[[Report], Panel]
logger = logging.getLogger("cycleprof")


def build_panels(report: Report, builders: Iterable[Builder]) -> list[dict[str, Any]]:
    """The JSON of each builder's panel; of one that failed, a panel with its error."""
    return [_build(report, builder) for builder in builders]


def _build(report: Report, builder: Builder) -> dict[str, Any]:
    try:
        return _panel(builder(report))
    except Exception as error:  # a third party's panel must not take the others with it
        logger.exception("the panel of %s failed", _name(builder))
        return _panel(_failed(builder, error))


def _panel(panel: Any) -> dict[str, Any]:
    if not isinstance(panel, Panel):
        message = f"a panel's builder returns a Panel, not {type(panel).__qualname__}"
        raise TypeError(message)
    return {"id": panel.id, **encode(panel)}


def _failed(builder: Builder, error: Exception) -> Panel:
    name = _name(builder)
    text = say(
        _("{builder} failed: {error}"),
        builder=Mono(name), error=Mono(f"{type(error).__name__}: {error}"),
    )  # fmt: skip
    lead = _("This panel could not be built.")
    title = name.split(".")[-2 if name.endswith(".build") else -1].replace("_", " ").capitalize()
    identifier = re.sub(r"\W+", "-", name)
    return Panel(id=identifier, title=title, blocks=(Text(lead=lead, text=text, tone="warn"),))


def _name(builder: Builder) -> str:
    named = builder if hasattr(builder, "__qualname__") else type(builder)
    return f"{named.__module__}.{named.__qualname__}"


def document(
    report: Report, builders: Iterable[Builder], surroundings: Surroundings
) -> dict[str, Any]:
    """What the browser needs to show a report: its head, and its panels in the order of tabs."""
    return in_language(
        surroundings,
        lambda: {
            "schema": SCHEMA,
            "head": head(report),
            "panels": build_panels(report, builders),
        },
    )


def in_language(surroundings: Surroundings, make: Callable[[], T]) -> T:
    """What a function makes within these surroundings."""
    token = SURROUNDINGS.set(surroundings)
    try:
        return make()
    finally:
        SURROUNDINGS.reset(token)
