"""Index entries: outgoing HTTP by HTTPX. The findings' pages use the standard library's client."""

from __future__ import annotations

from .entry import Entry, Section

SECTION = Section(
    "Outgoing HTTP",
    (
        Entry(
            "blog:outgoing:sync",
            "HTTPX",
            "Three requests to another service, one after another: look for the path's template, "
            "status and size of each.",
        ),
        Entry(
            "blog:outgoing:async",
            "HTTPX, async",
            "The same by AsyncClient: look for the line in the view that waits.",
        ),
    ),
)
