"""The History tab: what else was recorded. The browser asks the API, so that it stays current."""

from __future__ import annotations

from cycleprof.model import Report
from cycleprof.panels.blocks import Live, Panel
from cycleprof.panels.surroundings import gettext as _


def build(_report: Report) -> Panel:
    """The panel that lists other profiles."""
    return Panel(id="history", title=_("History"), blocks=(Live(view="history"),))
