"""Index entries: responses other than a rendered page."""

from __future__ import annotations

from .entry import Entry, Section

SECTION = Section(
    "Responses",
    (
        Entry(
            "blog:responses:to_latest",
            "A redirect",
            "A redirect that takes a query: look for the profile of the redirect before the one "
            "of the page.",
            status=302,
        ),
        Entry(
            "blog:responses:chain",
            "A chain of two redirects",
            "One by name and for good, one to the newest post: look for three linked profiles.",
            status=301,
        ),
        Entry(
            "blog:responses:cookies",
            "Cookies",
            "Two cookies, one signed: look for their values, which must be masked.",
            status=302,
        ),
        Entry(
            "blog:responses:download",
            "A download",
            "A FileResponse from memory: look for its size and for no panel.",
        ),
        Entry(
            "blog:responses:csv",
            "A streamed CSV",
            "Queries inside the generator of a streaming body: look for queries after the view "
            "has ended, and for the time of the first byte.",
        ),
        Entry(
            "blog:responses:validated",
            "Validators",
            "The condition decorator: load it twice and look for a 304 after one query.",
        ),
        Entry(
            "blog:responses:hashed",
            "An ETag from the body",
            "ConditionalGetMiddleware: load it twice and look for a 304 as dear as its 200.",
        ),
        Entry(
            "blog:responses:long_stream",
            "A long stream",
            "As many lines as ?lines= asks for: go away before the end, and look for the client "
            "that is gone.",
        ),
        Entry(
            "blog:responses:nothing",
            "No content",
            "A 204: look for its profile and for headers on an empty answer.",
            status=204,
        ),
        Entry(
            "blog:responses:fragment",
            "A fragment",
            "HTML that is no whole page: look for nothing added to it.",
        ),
        Entry(
            "blog:responses:unclosed",
            "No closing tags",
            "A whole page without </body>, compressed by its own decorator: look for the panel.",
        ),
        Entry(
            "blog:responses:latin1",
            "Latin-1",
            "A page in ISO 8859-1: look for its umlauts, and for the panel.",
        ),
        Entry(
            "blog:image",
            "A drawn picture",
            "A PNG with Cache-Control, drawn on demand: look for the difference between first "
            "and later.",
            sample={"uuid": "image_uuid"},
        ),
    ),
)
