"""Index entries: the API by Django REST framework."""

from __future__ import annotations

from .entry import Entry, Section

SECTION = Section(
    "REST framework",
    (
        Entry(
            "blog:rest:posts",
            "Posts as JSON",
            "Authentication, permission, throttle, serializer and renderer: look for a span of "
            "each, and for what the nested field costs.",
            query="format=json",
        ),
        Entry(
            "blog:rest:posts",
            "Posts to browse",
            "The same in the browsable API, whose pages the panel joins: look for the templates "
            "around the data.",
            query="format=api",
        ),
        Entry(
            "blog:rest:tags",
            "Tags",
            "A POST by a user who is logged in adds one: look for the validation and the fields "
            "that it refuses.",
        ),
    ),
)
