"""Numbers as people read them in a terminal."""

from __future__ import annotations

from cycleprof.cli.output import Segment
from cycleprof.model import Origin, Summary

_SECOND, _MILLI, _MICRO = 1_000_000_000, 1_000_000, 1_000
_SLOW = 500 * _MILLI
_SERVER_ERROR, _CLIENT_ERROR = 500, 400


def duration(ns: int) -> str:
    """A time with three or four digits and its unit."""
    if ns >= 10 * _SECOND:
        return f"{ns / _SECOND:.1f} s"
    if ns >= _MILLI:
        return f"{ns / _MILLI:.1f} ms" if ns < 100 * _MILLI else f"{ns / _MILLI:.0f} ms"
    return f"{ns / _MICRO:.0f} µs"


def place(origin: Origin | None) -> str:
    """File and line."""
    return f"{origin.file}:{origin.line}" if origin else ""


def status(code: int | None) -> Segment:
    """An HTTP status in the colour of its class."""
    if code is None:
        return "-"
    style = "red" if code >= _SERVER_ERROR else "yellow" if code >= _CLIENT_ERROR else "green"
    return (str(code), style)


def row(summary: Summary) -> list[Segment]:
    """One line of a list; its heads are :data:`HEADS`."""
    codes = " ".join(summary.codes) if summary.findings is not None else "not judged yet"
    slow = "bold" if summary.duration_ns >= _SLOW else ""
    return [
        (summary.id, "dim"),
        summary.started_at[11:19],
        status(summary.status),
        (duration(summary.duration_ns), slow),
        str(summary.queries),
        duration(summary.db_ns) if summary.queries else "",
        (codes, "yellow") if codes else "",
        f"{summary.name}{'  (pinned)' if summary.pinned else ''}",
    ]


HEADS = ("id", "time", "status>", "took>", "queries>", "in db>", "findings", "what")
