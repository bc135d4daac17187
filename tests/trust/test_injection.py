"""One line of ours fails, at every line that can: each request ends as it would have."""

from __future__ import annotations

import re
import sys
import threading
from functools import partial

import pytest
from asgiref.sync import async_to_sync
from django.core.cache import cache
from django.core.handlers.asgi import ASGIHandler
from django.core.management.base import BaseCommand
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from cycleprof.blocks import surroundings
from cycleprof.recorder import ACTIVE
from cycleprof.runtime import get_runtime
from tests.asgi import http
from tests.instruments import jobs
from tests.trust.injection import told, tracing

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db(databases=["default", "other"]),
    pytest.mark.urls("tests.trust.walk"),
    pytest.mark.filterwarnings("ignore"),
]
QUIET = ("records.py",)
"""Where the name of a task that will not tell it stays unknown, and nobody says so."""
TAG = re.compile(rb"<script async.*?</script>")
PATHS = (
    "/rendered/", "/related/", "/outgoing/", "/threads/", "/work/", "/state/", "/blocks/",
    "/jinja/", "/hopping/", "/pieces/", "/api/posts/", "/deferred/", "/failing/", "/missing/",
    "/denied/", "/visits/", "/whoami/", "/async/", "/users/", "/cached/", "/archive/2026/03/",
    "/reversing/", "/site/page/", "/site/stream/", "/site/async-stream/", "/site/two-databases/",
    "/site/gathered/a/3/", "/site/in-thread/", "/site/classy/", "/site/template-response/",
    "/site/download/", "/site/missing-table/", "/secrets/failing-sensitively/",
    "/ninja/posts/?limit=1", "/ninja/posts/?limit=x", "/ninja/closed/", "/ninja/private/",
)  # fmt: skip


def ask(path, data=None):
    client = Client(raise_request_exception=False)
    answer = client.post(path, data) if data else client.get(path)
    try:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    except Exception as error:  # noqa: BLE001 - a page that breaks off
        body = repr(error).encode()
    return (answer.status_code, TAG.sub(b"", body)), answer.headers.get("X-Cycleprof-Id")


def ask_asgi(path):
    answer = async_to_sync(http)(ASGIHandler(), path)
    return (answer.status, TAG.sub(b"", answer.body)), answer.headers.get("X-Cycleprof-Id")


class _Command(BaseCommand):
    def handle(self, *args, **options):
        pass


def delivering(work):
    """What it returns, and the id of the profile that it left."""
    ids = []
    before = surroundings.deliver

    def deliver(recording):
        ids.append(recording.id)
        if before is not None:
            before(recording)

    surroundings.deliver = deliver
    try:
        return work(), ids[0] if ids else None
    finally:
        surroundings.deliver = before


@pytest.fixture
def subjects(settings, tmp_path, monkeypatch):
    """What is asked, by its name."""
    # Commands and requests end with these, which would end the test's transaction.
    close_all = connections.close_all
    monkeypatch.setattr(connections, "close_all", lambda: None if is_main() else close_all())
    monkeypatch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", lambda _: None)
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE,
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "tests.instruments.pages.Hooks",
    ]
    settings.TEMPLATES = [
        *settings.TEMPLATES,
        {"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [tmp_path]},
    ]
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    found = {path: partial(ask, path) for path in PATHS}
    found["form"] = partial(ask, "/named/", {"name": "Rosalind"})
    found["secrets"] = partial(ask, "/secrets/everything/?password=x", {"hobby": "chess"})
    for path in (
        "/hopping/",
        "/state/",
        "/pieces/",
        "/cached/",
        "/missing/",
        "/failing/",
        "/work/",
    ):
        found[f"asgi {path}"] = partial(ask_asgi, path)
    command = partial(_Command().run_from_argv, ["manage.py", "dig"])
    found["command"] = partial(delivering, command)
    if jobs.water is not None:
        found["task"] = partial(delivering, partial(jobs.water.call, "roses"))
    return found


def is_main():
    return threading.current_thread() is threading.main_thread()


def attempt(subject):
    """How it ends: its answer, or the exception that it let out. The databases are as before."""
    cache.clear()
    with transaction.atomic("default"), transaction.atomic("other"):
        try:
            return subject()
        except Exception as error:  # noqa: BLE001 - compared with the other run's
            return repr(error), None
        finally:
            for alias in ("default", "other"):
                transaction.set_rollback(True, using=alias)


def admitted(profile_id, caplog):
    """Whether the profile or the log tells of a fault."""
    if any(one.name == "cycleprof" for one in caplog.records) or profile_id is None:
        return True
    writer = get_runtime().writer
    assert writer.flush(20)
    profile = writer.store.get(profile_id)
    return profile is not None and (
        any(key.startswith("instrument.") for key in profile.versions)
        or any("cycleprof.error" in span.attributes for span in profile.spans)
    )


def passing(subjects):
    """By point, the first subject that passes it, and how that ends."""
    found = {}
    for name, subject in subjects.items():
        attempt(subject)  # fills caches
        with tracing() as tracer:
            expected = attempt(subject)[0]
        assert attempt(subject)[0] == expected, f"{name} is not the same twice"
        for point in tracer.seen:
            found.setdefault(point, (name, subject, expected))
    return found


def test_no_line_of_ours_can_change_how_a_request_ends(subjects, caplog):
    found = passing(subjects)
    points = sorted(found)
    assert len(points) > 300
    problems, tried = [], 0
    for point in points:
        name, subject, expected = found[point]
        caplog.clear()
        before = ACTIVE.get()
        with tracing(point) as tracer:
            ended, profile_id = attempt(subject)
        leaks = ACTIVE.get() is not before
        ACTIVE.set(before)
        tried += tracer.failed
        if ended != expected or leaks:
            problems.append(f"{told(point)} at {name}: {str(ended)[:300]}{' leaks' * leaks}")
        elif not tracer.failed or told(point).startswith(QUIET):
            continue
        elif not admitted(profile_id, caplog):
            problems.append(f"{told(point)} at {name}: nobody tells")
    sys.stdout.write("\n".join(problems))
    assert problems == []
    assert tried > 0.9 * len(points)
