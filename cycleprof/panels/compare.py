"""The Compare tab: this profile beside another. The browser asks the API for the difference."""

from __future__ import annotations

from cycleprof.model import Report
from cycleprof.panels.blocks import Live, Panel
from cycleprof.panels.surroundings import gettext as _


def build(_report: Report) -> Panel:
    """The panel that compares two profiles."""
    return Panel(id="compare", title=_("Compare"), blocks=(Live(view="compare"),))
