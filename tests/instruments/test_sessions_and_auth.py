"""Sessions, users, permissions, CSRF and messages: when, by whom, and with what answer."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.contrib.messages import add_message
from django.contrib.messages.constants import WARNING
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpResponse
from django.test import Client, RequestFactory

from cycleprof import profile
from cycleprof.model import Stage
from tests.asgi import http
from tests.profiles import one, profile_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.instruments.pages")]


@pytest.fixture
def user():
    return User.objects.create_user("ann", password="garden")


def _events(recorded, kind):
    return [
        span.name
        for span in recorded.spans
        if span.stage is Stage.SIGNAL and span.attributes["cycleprof.event"] == kind
    ]


def test_a_session_is_read_where_it_is_asked_for_and_saved_by_its_middleware(client):
    recorded = profile_of(client.get("/visits/"))
    saved = one(recorded, "session save")
    assert _events(recorded, "session") == ["session save"]  # there was none to read yet
    assert saved.origin.file == "django/contrib/sessions/middleware.py"
    recorded = profile_of(client.get("/visits/"))
    assert _events(recorded, "session") == ["session load", "session save"]
    loaded = one(recorded, "session load")
    assert loaded.origin.function == "visits"
    assert loaded.attributes["cycleprof.items"] == 1
    assert loaded.attributes["cycleprof.backend"] == SessionStore.__module__ + ".SessionStore"


def test_the_queries_of_a_session_lie_within_it(client):
    client.get("/visits/")
    recorded = profile_of(client.get("/visits/"))
    load = one(recorded, "session load")
    assert [span for span in recorded.spans if span.name == "SELECT django_session"]
    inside = {load.id}
    for span in recorded.spans:
        if span.parent_id in inside:
            inside.add(span.id)
    assert one(recorded, "SELECT django_session").id in inside


@pytest.mark.parametrize("engine", ["db", "cache", "cached_db", "file", "signed_cookies"])
def test_every_engine_is_read_and_saved_in_one_span_each(client, settings, tmp_path, engine):
    settings.SESSION_ENGINE = f"django.contrib.sessions.backends.{engine}"
    settings.SESSION_FILE_PATH = str(tmp_path)
    client.get("/visits/")
    recorded = profile_of(client.get("/visits/"))
    assert _events(recorded, "session") == ["session load", "session save"]
    key = client.cookies["sessionid"].value
    assert key not in repr([span.attributes for span in recorded.spans])


@pytest.mark.django_db(transaction=True)
async def test_an_async_session_is_one_span_per_operation():
    async with profile("async") as session:
        store = SessionStore()
        await store.aset("a", 1)
        await store.asave()
    assert _events(session.profile, "session") == ["session save"]


def test_a_user_is_resolved_once_and_at_the_line_that_asked(client, user):
    client.force_login(user)
    recorded = profile_of(client.get("/whoami/"))
    resolved = one(recorded, "request.user")
    assert resolved.origin.function == "whoami"
    told = {key: value for key, value in resolved.attributes.items() if key != "cycleprof.callers"}
    assert told == {"cycleprof.event": "auth", "cycleprof.authenticated": True}


def test_a_guest_is_resolved_too(client):
    resolved = one(profile_of(client.get("/whoami/")), "request.user")
    assert resolved.attributes["cycleprof.authenticated"] is False


def test_a_permission_check_has_its_answer(user):
    user.user_permissions.add(Permission.objects.get(codename="add_user"))
    with profile("checks") as session:
        assert user.has_perm("auth.add_user")
        assert not user.has_perm("auth.delete_user", user)
    granted, refused = (
        span for span in session.profile.spans if "cycleprof.permission" in span.attributes
    )
    assert granted.name == "permission auth.add_user"
    assert (granted.attributes["cycleprof.answer"], refused.attributes["cycleprof.answer"]) == (
        True,
        False,
    )
    assert refused.attributes["cycleprof.object"] == "django.contrib.auth.models.User"


def test_guests_are_checked_as_well():
    with profile("checks") as session:
        AnonymousUser().has_module_perms("auth")
    assert one(session.profile, "permission auth").attributes["cycleprof.answer"] is False


def test_credentials_are_timed_and_not_kept(user):
    with profile("login") as session:
        assert authenticate(username="ann", password="garden") == user
        assert authenticate(username="ann", password="wrong") is None
    checks = [span for span in session.profile.spans if span.name == "authenticate"]
    assert [span.attributes["cycleprof.answer"] for span in checks] == [True, False]
    assert "garden" not in repr(session.profile)


def test_a_refused_csrf_token_says_why(settings):
    settings.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    response = Client(enforce_csrf_checks=True).post("/hello/")
    recorded = profile_of(response)
    assert response.status_code == 403
    assert one(recorded, "CSRF refused").attributes["cycleprof.reason"] == "CSRF cookie not set."
    assert one(recorded, "CSRF token checked").status == "error"


async def test_an_async_request_is_checked_the_same_way(settings):
    settings.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    recorded = profile_of(await http(ASGIHandler(), "/whoami/"))
    hook = one(recorded, "django.middleware.csrf.CsrfViewMiddleware.process_view")
    assert "cycleprof.answered" not in hook.attributes


def test_messages_are_added_and_stored():
    request = RequestFactory().get("/")
    with profile("messages") as session:
        request._messages = CookieStorage(request)
        add_message(request, WARNING, "the password is secret")
        request._messages.update(HttpResponse())
    assert _events(session.profile, "message") == ["message added: warning", "messages stored"]
    assert "secret" not in repr(session.profile)
