"""A body that breaks off: its cycle ends there and then, and says why."""

from __future__ import annotations

import asyncio
import gc

import pytest
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.http import StreamingHttpResponse
from django.test import RequestFactory
from django.urls import clear_url_caches, path

from tests.asgi import http
from tests.instruments import pages
from tests.profiles import one

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.instruments.pages"),
    # Django's own: it closes neither response nor request body where sending fails.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume:Warning"),
]


def _sync(request):
    def chunks():
        yield b"one"
        raise KeyError("the second")

    return StreamingHttpResponse(chunks())


async def _async(request):
    async def chunks():
        yield b"one"
        raise KeyError("the second")

    return StreamingHttpResponse(chunks())


@pytest.fixture
def recorded(monkeypatch):
    """What was handed over so far; no garbage collection may bring more."""
    monkeypatch.setattr(pages, "urlpatterns", [path("sync/", _sync), path("async/", _async)])
    clear_url_caches()
    recordings = []
    monkeypatch.setattr("cycleprof.cycle.submit", recordings.append)
    gc.disable()
    yield recordings
    gc.enable()
    recordings.clear()  # the exceptions hold the frames
    gc.collect()
    clear_url_caches()


def _assert_failed(recordings):
    (recording,) = recordings
    root = recording.profile.spans[0]
    assert (root.status, one(recording.profile, "streaming body").status) == ("error", "error")
    assert recording.profile.exception.type == "KeyError"
    assert "cycleprof.client_gone" not in root.attributes


@pytest.mark.parametrize("kind", ["sync", "async"])
async def test_under_asgi_the_cycle_ends_with_the_server_s_call(recorded, kind):
    with pytest.raises(KeyError) as caught:
        await http(ASGIHandler(), f"/{kind}/")
    assert caught.value.args == ("the second",)
    _assert_failed(recorded)


def test_under_wsgi_the_cycle_has_failed_though_its_status_is_200(recorded):
    response = WSGIHandler()(RequestFactory().get("/sync/").environ, lambda *_: None)
    with pytest.raises(KeyError):
        list(response)
    response.close()
    _assert_failed(recorded)


async def test_a_send_that_fails_ends_the_cycle(recorded):
    async def send(message):
        raise OSError("the line is dead")

    messages = iter([{"type": "http.request", "body": b""}])

    async def receive():
        return next(messages, None) or await asyncio.Event().wait()

    scope = {"type": "http", "method": "GET", "path": "/async/", "query_string": b""}
    scope["headers"] = [(b"host", b"testserver")]
    with pytest.raises(OSError, match="dead"):
        await ASGIHandler()(scope, receive, send)
    assert [one.profile.exception.type for one in recorded] == ["OSError"]
