"""Index entries: async views. Under `uvicorn config.asgi:application` nothing adapts them."""

from __future__ import annotations

from .entry import Entry, Section

SECTION = Section(
    "Async",
    (
        Entry(
            "blog:async:gathered",
            "Queries with gather()",
            "Three queries at once from an async view: look for the one thread in which they wait "
            "for each other.",
        ),
        Entry(
            "blog:async:resource",
            "An async class-based view",
            "async def get, afirst(), async for and the cache's aset(): look for the line in the "
            "view, across the thread.",
        ),
        Entry(
            "blog:async:stream",
            "An async stream",
            "An async generator that queries as it goes: look for the time between its lines.",
        ),
        Entry(
            "blog:async:long_stream",
            "A long async stream",
            "As many lines as ?lines= asks for: go away before the end, and look for the client "
            "that is gone.",
        ),
        Entry(
            "blog:async:listener",
            "Server-sent events",
            "A page that listens to five events: look for the stream as a profile of its own.",
        ),
        Entry(
            "blog:async:events",
            "The events themselves",
            "text/event-stream, which ends after five events: look for no panel and for one second "
            "of waiting.",
        ),
    ),
)
