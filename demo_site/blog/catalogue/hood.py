"""Index entries: what Django does underneath, and the admin."""

from __future__ import annotations

from .entry import Entry, Section

SECTION = Section(
    "Under the hood",
    (
        Entry(
            "blog:hood:transactions",
            "Transactions",
            "atomic(), two savepoints of which one is rolled back, and on_commit: look for the "
            "transaction's lane.",
        ),
        Entry(
            "blog:hood:cursors",
            "Cursors",
            "executemany, an iterator that reads in chunks, and a statement that a constraint "
            "refuses: look for the size of the batch, for each chunk and for the error.",
        ),
        Entry(
            "blog:hood:signals",
            "Signals",
            "A signal with two receivers, one of which fails and is caught: look for both.",
        ),
        Entry(
            "blog:hood:threads",
            "Threads",
            "Queries in two worker threads: look for their lanes.",
        ),
        Entry(
            "blog:hood:tasks",
            "Tasks",
            "A task of Django 6.0, enqueued and run at once (Django 5.2 calls the function): look "
            "for the task and for its query.",
        ),
        Entry(
            "blog:hood:session",
            "Session",
            "A counter in the session: look for the queries that read and save it.",
        ),
        Entry(
            "blog:hood:messages",
            "Messages",
            "A POST, a redirect and a page that shows two messages: look for the three requests.",
        ),
        Entry(
            "blog:hood:permissions",
            "Permissions",
            "What this visitor may do with posts: look for each question and its answer, as a "
            "guest and as admin.",
        ),
        Entry(
            "blog:hood:language",
            "Language",
            "LocaleMiddleware and translations: look for the language in the request's headers.",
        ),
        Entry(
            "blog:hood:slow",
            "A slow middleware",
            "A middleware that sleeps before and after the view: look for its own time on the way "
            "in and on the way out.",
            query="slow=1",
        ),
        Entry(
            "blog:hood:logs",
            "Log records",
            "Four levels and a traceback: look for the records in the timeline.",
        ),
        Entry(
            "blog:hood:csp",
            "A strict Content-Security-Policy",
            "Scripts by nonce and Trusted Types: look for a panel that works all the same.",
        ),
    ),
)

ADMIN = Section(
    "Admin",
    (
        Entry("admin:index", "The admin", "Log in as admin (password admin).", login=True),
        Entry(
            "admin:blog_comment_changelist",
            "Comments, with N+1",
            "list_display reads the post's category and the author: look for queries per row.",
            login=True,
        ),
        Entry(
            "admin:blog_approvedcomment_changelist",
            "Comments, fixed",
            "The same columns with list_select_related: look for a fixed number of queries.",
            login=True,
        ),
        Entry(
            "admin:blog_post_changelist",
            "Posts",
            "Filters, search, a date hierarchy and an annotated column: look for the two counts.",
            login=True,
        ),
    ),
)
