"""The hooks of a middleware, and who answered through them."""

from __future__ import annotations

import pytest
from django.core.handlers.asgi import ASGIHandler

from cycleprof.model import Stage
from tests.asgi import http
from tests.profiles import one, profile_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.instruments.pages")]
HOOKS = "tests.instruments.pages.Hooks"


@pytest.fixture(autouse=True)
def _with_hooks(settings):
    settings.MIDDLEWARE = [HOOKS]


def _handler(profile):
    return one(profile, "django.core.handlers.base.BaseHandler")


def test_process_view_runs_in_the_handler_and_is_no_layer(client):
    profile = profile_of(client.get("/hello/"))
    hook = one(profile, f"{HOOKS}.process_view")
    assert hook.parent_id == _handler(profile).id
    assert hook.stage is Stage.SERVER
    assert hook.attributes == {"cycleprof.middleware": HOOKS}


def test_process_view_that_answers_says_so(client):
    response = client.get("/hello/?answer=1")
    profile = profile_of(response)
    assert response.content == b"answered"
    assert one(profile, f"{HOOKS}.process_view").attributes["cycleprof.answered"] is True
    assert not [span for span in profile.spans if span.stage is Stage.VIEW]


def test_process_exception_names_the_exception_that_it_answers(client):
    response = client.get("/failing/")
    hook = one(profile_of(response), f"{HOOKS}.process_exception")
    assert response.status_code == 503
    assert hook.attributes["exception.type"] == "ValueError"
    assert hook.attributes["cycleprof.answered"] is True


def test_a_template_response_handed_on_is_no_answer(client):
    hook = one(profile_of(client.get("/deferred/")), f"{HOOKS}.process_template_response")
    assert "cycleprof.answered" not in hook.attributes


async def test_hooks_of_a_sync_middleware_under_asgi():
    profile = profile_of(await http(ASGIHandler(), "/failing/"))
    handler = _handler(profile)
    for name in ("process_view", "process_exception"):
        assert one(profile, f"{HOOKS}.{name}").parent_id == handler.id


async def test_a_layer_names_the_adaptation_to_the_next_one(settings):
    settings.MIDDLEWARE = ["tests.site.middleware.AsyncOnly", "tests.site.middleware.SyncOnly"]
    profile = profile_of(await http(ASGIHandler(), "/hello/"))
    adapted = {
        span.name.rpartition(".")[2]: span.attributes.get("cycleprof.adapted")
        for span in profile.spans
        if span.stage is Stage.MIDDLEWARE
    }
    assert adapted == {"AsyncOnly": "sync_to_async", "SyncOnly": "async_to_sync"}


def test_django_still_names_the_culprit_of_a_missing_answer(client, monkeypatch):
    from tests.instruments import pages

    monkeypatch.setattr(pages.Hooks, "process_template_response", lambda *_: None)
    monkeypatch.setattr(
        pages.Hooks.process_template_response, "__name__", "process_template_response"
    )
    with pytest.raises(ValueError, match=r"Hooks\.process_template_response"):
        client.get("/deferred/")
