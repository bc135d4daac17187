"""How to look for a span in what a page's profile shows."""

from __future__ import annotations

from typing import Any, NamedTuple


class Row(NamedTuple):
    """One span that a page must show: of which stage, within which other, with which attributes.

    ``name`` and ``within`` may be beginnings of names; without ``within`` the cycle itself is
    meant. ``at`` is the file and the function of its origin, with a space between them.
    """

    page: str
    stage: str
    name: str
    within: str
    attributes: dict[str, Any] = {}  # noqa: RUF012 - a shared default, never written to
    status: str = "ok"
    at: str = ""


def missing(rows, site):
    """The rows that a page's profile does not show, each with what it shows instead."""
    profiles = {page: spans_of(site, page) for page in dict.fromkeys(row.page for row in rows)}
    return [
        (row, _similar(row, profiles[row.page]))
        for row in rows
        if not shows(profiles[row.page], row)
    ]


def shows(spans, row):
    """Whether one of the spans is what the row says."""
    return any(_shows(span, row, spans) for span in spans)


def spans_of(site, page, headers=None):
    document = site.report(site.get(page, headers))
    assert "profile" in document, f"{document}; the server: {site.log_tail()}"
    return document["profile"]["spans"]


def _shows(span, row, spans):
    return (
        span["stage"] == row.stage
        and span["name"].startswith(row.name)
        and row.attributes.items() <= {k: v for k, v in span["attributes"].items()
                                       if k in row.attributes}.items()
        and _lies_within(span, row.within, spans)
        and span["status"] == row.status
        and row.at in {"", _place(span["origin"])}
    )  # fmt: skip


def _lies_within(span, within, spans):
    if not within:
        return span["parent_id"] is None
    return any(name.startswith(within) for name in above(span, spans))


def _place(origin):
    return f"{origin['file']} {origin['function'] or ''}".strip() if origin else None


def above(span, spans):
    by_id = {one["id"]: one for one in spans}
    while span["parent_id"] is not None:
        span = by_id[span["parent_id"]]
        yield span["name"]


def _similar(row, spans):
    return [(span["name"], span["attributes"], list(above(span, spans))[:3]) for span in spans
            if span["stage"] == row.stage and span["name"][:4] == row.name[:4]][:3]  # fmt: skip
