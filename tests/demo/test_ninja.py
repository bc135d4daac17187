"""The pages by Django Ninja, and what their profiles show."""

from __future__ import annotations

import pytest

from cycleprof import analyse
from cycleprof.model import Thresholds
from tests.profiles import one, profile_of

from blog.models import Post

PATIENT = Thresholds(slow_query_ns=3_600_000_000_000)
"""On a busy machine any query may be slow."""


@pytest.fixture(autouse=True)
def _recorded(settings):
    """Recording is on without DEBUG, which Django switches off for tests."""
    access = "tests.site.access.everybody"
    settings.CYCLEPROF = {"ENABLED": True, "ACCESS": access, "STORE": "memory://"}


def test_posts_come_as_many_as_asked_for_and_without_findings(client):
    answer = client.get("/ninja/posts/?limit=3")
    assert [post["title"] for post in answer.json()] == [
        post.title for post in Post.objects.published()[:3]
    ]
    assert analyse(profile_of(answer), PATIENT).findings == ()


def test_a_refused_parameter_is_named(client):
    answer = client.get("/ninja/posts/?limit=many")
    assert answer.status_code == 422
    span = one(profile_of(answer), "validate query")
    assert span.attributes["cycleprof.form.errors"] == ["limit"]


def test_drafts_are_for_their_author(client, as_ada):
    assert as_ada.get("/ninja/drafts/").status_code == 200
    as_ada.logout()
    answer = as_ada.get("/ninja/drafts/")
    assert answer.status_code == 401
    span = one(profile_of(answer), "API authentication")
    assert span.attributes["cycleprof.authenticated"] is False


async def test_an_async_operation_has_the_line_of_its_query(asgi):
    answer = await asgi.get("/ninja/tags/")
    span = one(profile_of(answer), "Tag fetch")
    assert (span.origin.file, span.origin.function) == ("blog/views/ninja.py", "tags")
