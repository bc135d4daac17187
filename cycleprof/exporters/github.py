"""``github``: findings as workflow commands, which GitHub Actions shows at their lines."""

from __future__ import annotations

from collections.abc import Sequence

from cycleprof.exporters._findings import Collected, collect
from cycleprof.exporters._format import Format
from cycleprof.model import Report

_COMMANDS = {"info": "notice", "warning": "warning", "error": "error"}
_MOST = 10  # of each kind; GitHub shows no more for one step


def render(reports: Sequence[Report]) -> str:
    lines: list[str] = []
    for command in ("error", "warning", "notice"):
        some = [one for one in collect(reports) if _COMMANDS[one.finding.severity] == command]
        lines += [_line(command, one) for one in some[:_MOST]]
    return "".join(f"{line}\n" for line in lines)


def _line(command: str, one: Collected) -> str:
    properties = {"title": f"{one.finding.code} {one.finding.rule}"}
    if one.place is not None:
        properties = {"file": one.place.file, "line": str(max(one.place.line, 1)), **properties}
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{command} {listed}::{_data(one.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMAT = Format("github", ".txt", "text/plain; charset=utf-8", "GitHub annotations", render)
