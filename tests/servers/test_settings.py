"""What is recorded where the project's settings change the chain: adaptation, ATOMIC_REQUESTS."""

from __future__ import annotations

import pytest

from tests.servers.looking import Row, missing, shows, spans_of
from tests.servers.rows import HANDLER
from tests.servers.site import seed, serve

pytestmark = pytest.mark.once
PAGE = "/hood/signals/"
VIEW = "blog.views.hood.signals"
STEPS = "blog.middleware.StepsMiddleware"
ADAPTED = {
    ("uvicorn", "sync"): [
        Row(PAGE, "server", "GET", "",
            {"cycleprof.thread_wait.count": 1, "cycleprof.loop_wait.count": 1}),
        Row(PAGE, "middleware", "blog.middleware.SyncOnly", STEPS,
            {"cycleprof.adapted": "async_to_sync", "cycleprof.async_to_sync.count": 1}),
        Row(PAGE, "view", VIEW, "blog.middleware.SyncOnly"),
    ],
    ("gunicorn", "async"): [
        Row(PAGE, "server", "GET", "", {"cycleprof.async_to_sync.count": 1}),
        Row(PAGE, "middleware", "blog.middleware.AsyncOnly", STEPS,
            {"cycleprof.adapted": "sync_to_async", "cycleprof.thread_wait.count": 1,
             "cycleprof.loop_wait.count": 1}),
        Row(PAGE, "view", VIEW, "blog.middleware.AsyncOnly"),
    ],
}  # fmt: skip
"""Behind an event loop, a middleware that is sync has all around it run in one thread. One that is
async has Django run a loop around the whole chain of a WSGI server."""
ATOMIC = [
    Row(PAGE, "view", VIEW, HANDLER, {"cycleprof.atomic_requests": ["default", "archive"]}),
    Row(PAGE, "transaction", "atomic", VIEW,
        {"cycleprof.alias": "default", "cycleprof.transaction.outcome": "commit"}),
    Row("/errors/403/", "transaction", "atomic", "blog.views.errors.forbidden",
        {"cycleprof.transaction.outcome": "rollback"}, "error"),
]  # fmt: skip
FIRST_TIME = [
    Row(PAGE, "template", "load blog/hood/steps.html", VIEW,
        {"cycleprof.template.loader": "django.template.loaders.app_directories.Loader"}),
    Row(PAGE, "template", "compile blog/hood/steps.html", VIEW,
        {"cycleprof.template.kind": "compile"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def seeded(tmp_path_factory):
    return seed(tmp_path_factory.mktemp("settings"))


@pytest.mark.parametrize(("server", "mode"), ADAPTED)
def test_a_layer_of_the_other_mode_is_adapted_and_the_hop_counted(server, mode, seeded):
    with serve(server, seeded, with_cycleprof=True, DEMO_MIDDLEWARE=mode) as site:
        first = spans_of(site, PAGE)
        assert [row for row in FIRST_TIME if not shows(first, row)] == []
        assert missing(ADAPTED[server, mode], site) == []


@pytest.mark.parametrize("server", ["gunicorn", "uvicorn"])
def test_views_in_transactions_say_so(server, seeded):
    with serve(server, seeded, with_cycleprof=True, DEMO_ATOMIC_REQUESTS="1") as site:
        assert missing(ATOMIC, site) == []
        begun = [span for span in spans_of(site, PAGE) if span["stage"] == "transaction"]
        assert [span["origin"] for span in begun] == [None, None]  # no line of the project's
