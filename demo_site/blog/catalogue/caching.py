"""Index entries: pages about caching."""

from __future__ import annotations

from .entry import Entry, Section

SECTION = Section(
    "Caching",
    (
        Entry(
            "blog:caching:page",
            "A cached page",
            "cache_page: load it twice and look for a view that is not called the second time.",
        ),
        Entry(
            "blog:caching:by_hand",
            "Cache by hand",
            "get, set, get_or_set, add, incr and the calls for many keys: look for the hits.",
        ),
        Entry(
            "blog:caching:fragment",
            "A cached fragment",
            "The template tag cache: load it twice and look for the query that is gone.",
        ),
        Entry(
            "blog:caching:files",
            "A second cache",
            "The alias files, which pickles to disk: look for the alias and for slower gets.",
        ),
    ),
)
