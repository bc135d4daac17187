"""Index entries: pages that fail."""

from __future__ import annotations

from .entry import Entry, Section

SECTION = Section(
    "Errors",
    (
        Entry(
            "blog:errors:forbidden",
            "Not allowed",
            "PermissionDenied and the custom 403 page: look for the exception and for the second "
            "render.",
            status=403,
        ),
        Entry(
            "blog:errors:missing",
            "Not found",
            "Http404: with DEBUG on, Django's own page; with DEMO_DEBUG=0, the blog's.",
            status=404,
        ),
        Entry(
            "blog:errors:failing",
            "A failing view",
            "ZeroDivisionError, three calls deep, after a query: look for a profile that is there "
            "all the same.",
            status=500,
        ),
        Entry(
            "blog:errors:failing_template",
            "A failing template",
            "A filter with a wrong argument inside a loop: look for the template's line.",
            status=500,
        ),
        Entry(
            "blog:errors:handled",
            "A handled exception",
            "A template that fails and another in its place, and nobody logs it: look for what "
            "failed and for the time that it cost.",
        ),
        Entry(
            "blog:errors:rescued",
            "A rescued exception",
            "process_exception of the blog's middleware answers 503: look for the layer that did.",
            status=503,
        ),
        Entry(
            "blog:errors:suspicious",
            "A bad request",
            "SuspiciousOperation, which Django turns into a 400.",
            status=400,
        ),
        Entry(
            "blog:errors:only_post",
            "The wrong method",
            "require_POST answers a GET with 405: look for a view that did not run.",
            status=405,
        ),
        Entry(
            "blog:responses:broken_stream",
            "A broken stream",
            "An OSError after three lines of a body whose status was already sent: look for how "
            "the profile ends.",
        ),
    ),
)
