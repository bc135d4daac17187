"""Index entries: the API by Django Ninja."""

from __future__ import annotations

from .entry import Entry, Section

SECTION = Section(
    "Django Ninja",
    (
        Entry(
            "blog:ninja:posts",
            "Posts by schema",
            "Authentication, throttle, parameters, schema and renderer: look for a span of each "
            "within the operation.",
            query="limit=5",
        ),
        Entry(
            "blog:ninja:posts",
            "A refused parameter",
            "A limit that is no number: look for the parameter's name, for the exception and for "
            "the 422 that came of it.",
            query="limit=many",
            status=422,
        ),
        Entry(
            "blog:ninja:tags",
            "Tags, async",
            "An operation that is a coroutine: look for its query, across the thread.",
        ),
        Entry(
            "blog:ninja:drafts",
            "Drafts",
            "For those who are logged in: look for the authentication that refuses a guest.",
            status=401,
        ),
    ),
)
