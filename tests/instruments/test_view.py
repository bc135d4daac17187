"""The view, its decorators, and the transaction around it."""

from __future__ import annotations

import pytest
from django.db import connections

from tests.profiles import one, profile_of

pytestmark = [pytest.mark.django_db(databases=["default", "other"]),
              pytest.mark.urls("tests.instruments.pages")]  # fmt: skip


def test_decorators_are_named_outermost_first(client):
    view = one(profile_of(client.get("/decorated/")), "tests.instruments.pages.plain")
    assert view.attributes["cycleprof.decorators"] == [
        "django.views.decorators.http.require_http_methods",
        "django.views.decorators.cache.never_cache",
    ]
    assert view.origin.function == "plain"


def test_a_plain_view_has_none(client):
    view = one(profile_of(client.get("/hello/")), "tests.instruments.pages.plain")
    assert set(view.attributes) == {"code.function.name"}


def test_atomic_requests_name_their_aliases(client, monkeypatch):
    monkeypatch.setitem(connections.settings["other"], "ATOMIC_REQUESTS", True)
    view = one(profile_of(client.get("/hello/")), "tests.instruments.pages.plain")
    assert view.attributes["cycleprof.atomic_requests"] == ["other"]
