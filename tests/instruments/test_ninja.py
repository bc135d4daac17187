"""Django Ninja's part of a cycle."""

from __future__ import annotations

import pytest
from django.urls import resolve

from cycleprof.model import Stage
from tests.profiles import one, outline, profile_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _api(settings):
    settings.ROOT_URLCONF = "tests.instruments.ninja_api"
    settings.DEBUG = True  # without it Django answers for what Ninja did not foresee


def _parents(profile, name):
    by_id = {span.id: span for span in profile.spans}
    span = one(profile, name)
    while span.parent_id is not None:
        span = by_id[span.parent_id]
        yield span.name


def test_an_operation_is_a_span_with_the_line_of_its_function(client):
    recorded = profile_of(client.get("/posts/?limit=1"))
    operation = one(recorded, "tests.instruments.ninja_api.listed")
    assert operation.stage is Stage.VIEW
    assert operation.origin.file == "tests/instruments/ninja_api.py"
    assert operation.origin.function == "listed"


def test_parameters_schema_and_renderer_lie_within_it(client):
    answer = client.get("/posts/?limit=1")
    assert answer.json() == [{"name": "ada"}]
    recorded = profile_of(answer)
    assert outline(recorded, Stage.SERIALIZE) == [
        "serialize validate query",
        "serialize serialize list[Author]",
        "  serialize render JSONRenderer",
    ]
    renderer = one(recorded, "render JSONRenderer").attributes
    assert renderer["http.response.body.size"] == len(answer.content)
    assert "tests.instruments.ninja_api.listed" in _parents(recorded, "validate query")


def test_refused_parameters_are_named_and_their_values_not_told(client):
    body = {"author": {"name": 3}, "marks": {"private-key": "s3cret"}}
    answer = client.post("/posts/", body, content_type="application/json")
    assert answer.status_code == 422
    recorded = profile_of(answer)
    span = one(recorded, "validate body")
    assert span.status == "error"
    refused = ["post.author.name", "post.marks", "post.title"]
    assert span.attributes["cycleprof.form.errors"] == refused
    assert "private-key" not in repr(recorded.spans)
    assert "s3cret" not in repr(recorded.spans)


def test_an_exception_that_ninja_answers_is_told_with_its_status(client):
    body = {"title": "x", "author": {}, "marks": {}}
    recorded = profile_of(client.post("/posts/", body, content_type="application/json"))
    response = one(recorded, "response for ninja.errors.ValidationError")
    assert response.attributes["http.response.status_code"] == 422
    assert recorded.exception is None


def test_one_that_nobody_foresaw_is_the_cycle_s(client):
    recorded = profile_of(client.get("/failing/"))
    assert recorded.response.status == 500
    assert recorded.exception.type == "RuntimeError"
    assert one(recorded, "response for RuntimeError").origin.function == "failing"


def test_a_throttle_that_refuses_says_so_and_the_function_does_not_run(client):
    answer = client.get("/closed/")
    assert answer.status_code == 429
    check = one(profile_of(answer), "API check Closed")
    assert check.stage is Stage.SIGNAL
    assert check.attributes == {
        "cycleprof.event": "auth",
        "cycleprof.permission": "tests.instruments.ninja_api.Closed",
        "cycleprof.answer": False,
    }


async def test_an_async_operation_tells_its_authentication(async_client):
    answer = await async_client.get("/private/")
    assert answer.status_code == 401
    recorded = profile_of(answer)
    check = one(recorded, "API authentication")
    assert check.attributes["cycleprof.authenticated"] is False
    assert check.attributes["cycleprof.thread_wait.count"] == 2  # two callbacks, neither async
    assert "tests.instruments.ninja_api.private" in _parents(recorded, "API authentication")


async def test_an_async_operation_renders_like_any_other(async_client):
    recorded = profile_of(await async_client.get("/awaited/"))
    inside = ["serialize Author", "tests.instruments.ninja_api.awaited"]
    assert list(_parents(recorded, "render JSONRenderer"))[:2] == inside


def test_a_response_of_the_function_s_own_is_not_serialized(client):
    recorded = profile_of(client.get("/plain/"))
    assert outline(recorded, Stage.SERIALIZE) == []


def test_nothing_changes_for_an_operation_that_nobody_records(rf):
    answer = resolve("/posts/").func(rf.get("/posts/?limit=1"))
    assert answer.content == b'[{"name": "ada"}]'
