"""What the demo's pages show of each part of the cycle."""

from __future__ import annotations

from unittest.mock import ANY

import django

from tests.servers.data_rows import DATA_ROWS
from tests.servers.looking import Row
from tests.servers.template_rows import TEMPLATE_ROWS

HANDLER = "django.core.handlers.base.BaseHandler"
ROWS = [
    *DATA_ROWS,
    *TEMPLATE_ROWS,
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
    Row("/hood/session/", "signal", "session save",
        "django.contrib.sessions.middleware.SessionMiddleware"),
    Row("/hood/signals/", "signal", "post_read → blog.receivers.refuse_robots",
        "blog.views.hood.signals", {"exception.type": "builtins.PermissionError"}, "error"),
    Row("/hood/logs/", "signal", "a warning with 2 values", "blog.views.hood.logs",
        {"cycleprof.log.level": "WARNING"}),
    Row("/browse/quarters/2026-q1/", "resolve", "browse/quarters/<quarter:quarter>/", HANDLER,
        {"cycleprof.converters": ["quarter: quarter"],
         "cycleprof.url_name": "blog:browse:quarter"}),
    Row("/errors/rescued/", "server", "blog.middleware.RescueMiddleware.process_exception", HANDLER,
        {"cycleprof.answered": True}),
    Row("/errors/403/", "response", "response for django.core.exceptions.PermissionDenied",
        "blog.middleware.RescueMiddleware", {"http.response.status_code": 403}),
    Row("/responses/posts.csv", "response", "streaming body", "GET /responses/posts.csv",
        {"cycleprof.streaming": True}),
    Row("/posts/fixed/?cycleprof=python", "python", "get_context_data", "GET /posts/fixed/"),
    Row("/hood/language/", "server", "GET /hood/language/", "",
        {"cycleprof.response.kind": "html", "cycleprof.response_start_ns": ANY}),
    Row("/hood/language/", "server", "request_started receivers", "GET /hood/language/"),
    Row("/hood/language/", "signal", "request_finished → django.db.close_old_connections",
        "response closed", {"cycleprof.event": "signal"}),
    Row("/templates/deferred/", "server",
        "blog.middleware.StepsMiddleware.process_template_response", HANDLER,
        {"cycleprof.middleware": "blog.middleware.StepsMiddleware"}),
    Row("/templates/deferred/", "response", "render TemplateResponse", HANDLER,
        {"cycleprof.response": "django.template.response.TemplateResponse",
         "cycleprof.post_render_callbacks": 1}),
    Row("/posts/fixed/", "view", "FixedPostList.render_to_response", "FixedPostList.get"),
    Row("/posts/any/comments/", "view", "blog.views.post_detail.add_comment", HANDLER,
        {"cycleprof.decorators": ["django.contrib.auth.decorators.user_passes_test",
                                  "django.views.decorators.http.require_http_methods"]}),
    Row("/responses/chain/", "view", "ChainStart.get", "ChainStart.dispatch",
        {"cycleprof.view": "blog.views.responses.ChainStart", "cycleprof.reverse.count": 1}),
    Row("/hood/permissions/", "signal", "permission blog.delete_post",
        "blog.views.state.permissions", {"cycleprof.event": "auth", "cycleprof.answer": False},
        at="blog/views/state.py permissions"),
    Row("/hood/logs/", "signal", "an exception that was caught", "blog.views.hood.logs",
        {"cycleprof.log.level": "ERROR", "exception.type": "ValueError"}),
    Row("/errors/500/", "view", "blog.views.errors.failing", HANDLER,
        {"exception.type": "builtins.ZeroDivisionError"}, "error"),
    Row("/errors/500/", "response", "response for ZeroDivisionError", HANDLER,
        {"http.response.status_code": 500}),
    Row("/errors/404/", "response", "response for django.http.response.Http404", HANDLER,
        {"http.response.status_code": 404}),
    Row("/errors/400/", "response", "response for django.core.exceptions.SuspiciousOperation",
        HANDLER, {"http.response.status_code": 400}),
]  # fmt: skip
if django.VERSION >= (6, 0):
    ROWS += [
        Row("/hood/tasks/", "task", "enqueue blog.tasks.count_words", "blog.views.hood.task",
            {"cycleprof.task.backend": "default", "cycleprof.task.queue": "default",
             "cycleprof.task.id": ANY}),
        Row("/hood/tasks/", "task", "run blog.tasks.count_words", "enqueue blog.tasks.count_words",
            {"cycleprof.task.id": ANY}),
    ]  # fmt: skip
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
