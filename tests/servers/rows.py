"""What the demo's pages show of each part of the cycle, and how to look for it."""

from __future__ import annotations

from typing import Any, NamedTuple

import django

HANDLER = "django.core.handlers.base.BaseHandler"


class Row(NamedTuple):
    """One span that a page must show: of which stage, within which other, with which attributes."""

    page: str
    stage: str
    name: str
    within: str
    attributes: dict[str, Any] = {}  # noqa: RUF012 - a shared default, never written to


ROWS = [
    Row("/hood/language/", "server", "request built", "GET /hood/language/"),
    Row("/hood/language/", "response", "response sent", "GET /hood/language/"),
    Row("/hood/language/", "server", "response closed", "GET /hood/language/"),
    Row("/hood/slow/?slow=1", "middleware", "blog.middleware.SlowMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware", {"cycleprof.answered": False}),
    Row("/hood/slow/", "server", "django.middleware.csrf.CsrfViewMiddleware.process_view", HANDLER),
    Row("/browse/archive/2026/", "resolve", "browse/archive/(?P<year>[0-9]{4})/$", HANDLER,
        {"cycleprof.namespace": "blog:browse:archive",
         "cycleprof.resolvers": ["", "posts/", "browse/", "archive/"]}),
    Row("/posts/fixed/", "view", "FixedPostList.get_queryset", "FixedPostList.dispatch"),
    Row("/posts/fixed/", "view", "FixedPostList.get_context_data", "FixedPostList.dispatch"),
    Row("/caching/by-hand/", "view", "blog.views.caching.by_hand", HANDLER,
        {"cycleprof.decorators": ["django.views.decorators.cache.never_cache"]}),
    Row("/templates/deferred/", "response", "render TemplateResponse", HANDLER),
    Row("/posts/fixed/", "orm", "Post count", "FixedPostList.paginate_queryset",
        {"cycleprof.model": "blog.Post", "cycleprof.operation": "count"}),
    Row("/posts/fixed/", "orm", "Tag prefetch", "Post fetch",
        {"cycleprof.model": "blog.Tag", "cycleprof.relation": "tags"}),
    Row("/posts/fixed/", "db", "SELECT blog_post", "Post fetch",
        {"cycleprof.alias": "default", "db.response.returned_rows": 12}),
    Row("/posts/fixed/", "db", "connect", "GET /posts/fixed/",
        {"db.operation.name": "connect", "cycleprof.alias": "default"}),
    Row("/posts/fixed/", "signal", "request.user", "blog/_header.html",
        {"cycleprof.event": "auth", "cycleprof.authenticated": False}),
    Row("/rest/posts/?format=json", "signal", "API authentication",
        "PostList.perform_authentication", {"cycleprof.authenticated": False}),
    Row("/rest/posts/?format=json", "signal", "API check IsAuthenticatedOrReadOnly",
        "PostList.check_permissions", {"cycleprof.answer": True}),
    Row("/rest/posts/?format=json", "signal", "API check GuestThrottle",
        "PostList.check_throttles", {"cycleprof.answer": True}),
    Row("/rest/posts/?format=json", "serialize", "PostSerializer.to_representation",
        "PostList.list", {"cycleprof.many": True, "cycleprof.field.tags.count": 10}),
    Row("/rest/posts/?format=json", "serialize", "render JSONRenderer", "render Response"),
    Row("/errors/handled/", "template", "blog/errors/broken.html", "blog.views.errors.handled",
        {"exception.type": "builtins.TypeError"}),
    Row("/hood/transactions/", "transaction", "atomic", "blog.views.hood.transactions",
        {"cycleprof.transaction.outcome": "commit"}),
    Row("/hood/transactions/", "transaction", "savepoint", "blog.views.hood.transactions",
        {"cycleprof.transaction.outcome": "rollback"}),
    Row("/hood/transactions/", "db", "COMMIT", "blog.views.hood.transactions"),
    Row("/templates/inheritance/", "template", "blog/templating/_line.html",
        "blog/templating/inheritance.html", {"cycleprof.template.kind": "include"}),
    Row("/templates/tags/", "template", "tag post_total", "blog/templating/tags.html",
        {"cycleprof.template.tag": "blog.templatetags.blog_tags.post_total"}),
    Row("/templates/jinja2/", "template", "macro tag_links", "blog/jinja_card.html",
        {"cycleprof.template.engine": "jinja2"}),
    Row("/caching/by-hand/?forget=1", "cache", "get", "blog.views.caching.by_hand",
        {"cycleprof.cache.key": "blog:front-page", "cycleprof.cache.hit": False}),
    Row("/caching/page/", "cache", "cache_page", "blog.views.caching.whole_page"),
    Row("/caching/fragment/", "template", "cache categories", "blog/caching/fragment.html"),
    Row("/caching/files/", "cache", "get_or_set", "blog.views.caching.in_files",
        {"cycleprof.alias": "files"}),
    Row("/hood/session/", "signal", "session save",
        "django.contrib.sessions.middleware.SessionMiddleware"),
    Row("/hood/signals/", "signal", "post_read → blog.receivers.refuse_robots",
        "blog.views.hood.signals", {"exception.type": "builtins.PermissionError"}),
    Row("/hood/logs/", "signal", "a warning with 2 values", "blog.views.hood.logs",
        {"cycleprof.log.level": "WARNING"}),
    Row("/statistics/raw/", "template", "blog/_header.html", "blog/base.html",
        {"cycleprof.reverse.count": 5}),
    Row("/statistics/raw/", "db", "SELECT auth_user", "blog.views.statistics.by_hand"),
    Row("/statistics/raw/", "orm", "Post fetch", "blog/statistics/raw.html",
        {"cycleprof.combinator": "raw", "cycleprof.rows": 5}),
    Row("/browse/quarters/2026-q1/", "resolve", "browse/quarters/<quarter:quarter>/", HANDLER,
        {"cycleprof.converters": ["quarter: quarter"],
         "cycleprof.url_name": "blog:browse:quarter"}),
    Row("/outgoing/sync/", "http", "GET 127.0.0.1/ratings/{id}", "blog.views.outgoing.one_by_one",
        {"http.response.status_code": 200, "url.template": "/ratings/{id}"}),
    Row("/outgoing/async/", "http", "GET 127.0.0.1/ratings/{id}", "blog.views.outgoing.awaited",
        {"http.response.status_code": 200, "http.request.method": "GET"}),
    Row("/findings/cp040/bad/", "http", "GET 127.0.0.1/", "GET /findings/cp040/bad/",
        {"http.response.status_code": 200}),
    Row("/errors/rescued/", "server", "blog.middleware.RescueMiddleware.process_exception", HANDLER,
        {"cycleprof.answered": True}),
    Row("/errors/403/", "response", "response for django.core.exceptions.PermissionDenied",
        "blog.middleware.RescueMiddleware", {"http.response.status_code": 403}),
    Row("/responses/posts.csv", "response", "streaming body", "GET /responses/posts.csv",
        {"cycleprof.streaming": True}),
    Row("/posts/fixed/?cycleprof=python", "python", "get_context_data", "GET /posts/fixed/"),
]  # fmt: skip
if django.VERSION >= (6, 0):
    ROWS += [
        Row("/hood/tasks/", "task", "enqueue blog.tasks.count_words", "blog.views.hood.task"),
        Row("/hood/tasks/", "task", "run blog.tasks.count_words", "enqueue blog.tasks.count_words"),
    ]
UNDER_ASGI = [
    Row("/hood/slow/", "server", "body received", "GET /hood/slow/"),
    Row(
        "/hood/slow/",
        "middleware",
        "django.middleware.security.SecurityMiddleware",
        "GET /hood/slow/",
        {"cycleprof.thread_wait.count": 2, "cycleprof.loop_wait.count": 2},
    ),
    Row("/async/resource/", "view", "AsyncResource.get", "AsyncResource.dispatch"),
    Row("/async/resource/", "orm", "Post", "AsyncResource.get", {"cycleprof.model": "blog.Post"}),
]
BLOCKED = [
    Row("/findings/cp060/bad/?cycleprof=python", "python", "", "GET /findings/cp060/bad/"),
    Row("/findings/cp060/bad/", "server", "event loop blocked", "GET /findings/cp060/bad/"),
]


def missing(rows, site):
    """The rows that a page's profile does not show, each with what it shows instead."""
    profiles = {page: spans_of(site, page) for page in dict.fromkeys(row.page for row in rows)}
    return [
        (row, _similar(row, profiles[row.page]))
        for row in rows
        if not any(_shows(span, row, profiles[row.page]) for span in profiles[row.page])
    ]


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
        and any(name.startswith(row.within) for name in above(span, spans))
    )  # fmt: skip


def above(span, spans):
    by_id = {one["id"]: one for one in spans}
    while span["parent_id"] is not None:
        span = by_id[span["parent_id"]]
        yield span["name"]


def _similar(row, spans):
    return [(span["name"], span["attributes"], list(above(span, spans))[:3]) for span in spans
            if span["stage"] == row.stage and span["name"][:4] == row.name[:4]][:3]  # fmt: skip
