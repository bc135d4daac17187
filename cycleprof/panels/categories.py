"""The few categories that people think in, and which stages of the cycle belong to each."""

from __future__ import annotations

from cycleprof.model import Report, Stage
from cycleprof.panels.surroundings import gettext as _

SERVER = "server"
ORDER = ("db", "tpl", "mw", "view", "cache", "url", "io", SERVER)
"""The order of every split bar and legend."""

_OF_STAGE = {
    Stage.DB: "db",
    Stage.ORM: "db",
    Stage.TRANSACTION: "db",
    Stage.TEMPLATE: "tpl",
    Stage.MIDDLEWARE: "mw",
    Stage.CACHE: "cache",
    Stage.RESOLVE: "url",
    Stage.HTTP: "io",
    Stage.MAIL: "io",
    Stage.SERVER: SERVER,
    Stage.RESPONSE: SERVER,
}


def category(stage: Stage) -> str:
    """The category of a stage; whatever the application's own code does counts as its view."""
    return _OF_STAGE.get(stage, "view")


def labels() -> dict[str, str]:
    """The categories' names in the reader's language."""
    return {
        "db": _("Database"),
        "tpl": _("Templates"),
        "mw": _("Middleware"),
        "view": _("View"),
        "cache": _("Cache"),
        "url": _("URL"),
        "io": _("External"),
        SERVER: _("Server"),
    }


def split(report: Report) -> dict[str, int]:
    """Own nanoseconds per category, in the order of :data:`ORDER`; they add up to the duration."""
    found = dict.fromkeys(ORDER, 0)
    for total in report.stages:
        found[category(total.stage)] += total.exclusive_ns
    found[SERVER] += report.totals.unaccounted_ns
    return found
