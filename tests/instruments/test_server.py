"""The server's side of a request: before Django, the body, sending, and clients that go away."""

from __future__ import annotations

import asyncio
import time

import pytest
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.test import RequestFactory
from django.urls import clear_url_caches, path

from cycleprof.model import Stage
from cycleprof.runtime import get_runtime
from tests.asgi import http
from tests.instruments import pages
from tests.profiles import one, profile_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.instruments.pages")]


def _serve(path="/hello/", **meta):
    """One request as a WSGI server makes it."""
    environ = RequestFactory().get(path, **meta).environ
    response = WSGIHandler()(environ, lambda status, headers: None)
    content = b"".join(response)
    response.close()
    return profile_of(response), content


def test_what_django_does_before_the_middleware_is_told_apart():
    profile, _ = _serve()
    started, built = (one(profile, name) for name in ("request_started receivers", "request built"))
    assert started.stage is built.stage is Stage.SERVER
    assert (started.start_ns, started.end_ns) == (0, built.start_ns)
    assert started.parent_id == built.parent_id == profile.spans[0].id


def test_slow_receivers_of_request_started_are_seen():
    def slow(**kwargs):
        time.sleep(0.02)

    request_started.connect(slow)
    try:
        profile, _ = _serve()
    finally:
        request_started.disconnect(slow)
    assert one(profile, "request_started receivers").duration_ns > 15_000_000


def test_sending_lies_between_the_response_s_start_and_its_close():
    profile, _ = _serve()
    sent, closed = one(profile, "response sent"), one(profile, "response closed")
    assert sent.stage is Stage.RESPONSE
    assert sent.end_ns <= closed.start_ns
    assert profile.spans[0].attributes["cycleprof.response_start_ns"] == sent.start_ns


def test_the_server_s_software_is_named():
    profile, _ = _serve(SERVER_SOFTWARE="gunicorn/23")
    assert profile.spans[0].attributes["cycleprof.server.software"] == "gunicorn/23"


@pytest.mark.parametrize("scale", [1, 1_000, 1_000_000], ids=["s", "ms", "us"])
def test_the_time_before_django_is_read_from_the_proxy_s_header(scale):
    sent = (time.time() - 2) * scale
    profile, _ = _serve(HTTP_X_REQUEST_START=f"t={sent:.3f}")
    assert 1.9e9 < profile.spans[0].attributes["cycleprof.queue_ns"] < 3e9


@pytest.mark.parametrize("text", ["", "nonsense", "t=99999999999", "t=1"])
def test_a_header_that_cannot_be_true_is_ignored(text):
    profile, _ = _serve(HTTP_X_REQUEST_START=text)
    assert "cycleprof.queue_ns" not in profile.spans[0].attributes


@pytest.mark.urls("tests.site.urls")
@pytest.mark.parametrize(
    ("path", "kind"),
    [("/plain/", "html"), ("/json/", "json"), ("/redirect/", "redirect"), ("/stream/", "streaming"),
     ("/download/", "file"), ("/missing/", "error")],
)  # fmt: skip
def test_the_kind_of_the_response(client, path, kind):
    response = client.get(path)
    response.getvalue()
    response.close()
    assert profile_of(response).spans[0].attributes["cycleprof.response.kind"] == kind


@pytest.mark.urls("tests.site.urls")
@pytest.mark.django_db(transaction=True)
def test_a_stream_that_nobody_reads_to_its_end_has_lost_its_client():
    response = WSGIHandler()(RequestFactory().get("/stream/").environ, lambda *_: None)
    next(iter(response))
    response.close()
    profile = profile_of(response)
    assert profile.spans[0].attributes["cycleprof.client_gone"] is True
    assert one(profile, "streaming body").attributes["cycleprof.chunks"] == 1


async def test_asgi_tells_body_start_first_and_last_byte():
    profile = profile_of(await http(ASGIHandler(), "/hello/"))
    root = profile.spans[0].attributes
    times = [root[f"cycleprof.{name}_ns"] for name in ("response_start", "first_byte", "last_byte")]
    assert times == sorted(times)
    assert (
        one(profile, "body received").end_ns == one(profile, "request_started receivers").start_ns
    )
    assert "cycleprof.client_gone" not in root


@pytest.mark.urls("tests.site.urls")
@pytest.mark.django_db(transaction=True)
async def test_an_asgi_client_that_goes_away_is_noted():
    profile = profile_of(await http(ASGIHandler(), "/async-stream/", disconnect_after=1))
    assert profile.spans[0].attributes["cycleprof.client_gone"] is True


def test_the_environ_keeps_nothing_of_ours():
    environ = RequestFactory().get("/hello/").environ
    response = WSGIHandler()(environ, lambda *_: None)
    response.close()
    assert get_runtime().writer.flush(10)
    assert not [key for key in environ if key.startswith("cycleprof")]


def test_reading_and_parsing_a_form_are_spans_where_the_application_does_it(client):
    profile = profile_of(client.post("/named/", {"name": "bo"}))
    parsed = one(profile, "parse form")
    assert parsed.stage is Stage.SERIALIZE
    assert parsed.attributes["cycleprof.form.fields"] == 1
    assert parsed.attributes["http.request.body.size"] > 0
    assert "bo" not in [str(value) for value in parsed.attributes.values()]


@pytest.mark.urls("tests.site.urls")
def test_reading_a_body_is_one_span(client):
    profile = profile_of(client.post("/verbs/", b"12345", content_type="text/plain"))
    assert one(profile, "read body").attributes["http.request.body.size"] == 5


def test_a_body_that_nobody_asks_for_is_not_read(client):
    names = {span.name for span in profile_of(client.post("/hello/", {"a": "b"})).spans}
    assert not names & {"read body", "parse form"}


def test_what_the_request_carries_is_named_and_its_values_are_not(client):
    client.cookies["flavour"] = "vanilla"
    root = profile_of(client.post("/hello/", {"a": "b"})).spans[0].attributes
    assert root["cycleprof.cookies"] == ["flavour"]
    assert root["cycleprof.request.content_type"].startswith("multipart/form-data")
    assert root["http.request.body.size"] > 0
    assert "vanilla" not in repr(root)


async def test_a_view_whose_client_goes_away_is_cancelled_and_recorded(monkeypatch):
    begun = asyncio.Event()

    async def wait_for_ever(request):
        begun.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(pages, "urlpatterns", [path("wait/", wait_for_ever)])
    clear_url_caches()
    recordings = []
    monkeypatch.setattr("cycleprof.cycle.submit", recordings.append)
    await _hang_up(ASGIHandler(), "/wait/", begun)
    clear_url_caches()
    (recording,) = recordings
    root = recording.profile.spans[0]
    assert root.status == "cancelled"
    assert root.attributes["cycleprof.client_gone"] is True
    assert one(recording.profile, "GET /wait/") is root


async def _hang_up(application, path, begun):
    """One request whose client goes away as soon as the view has begun."""
    messages = iter([{"type": "http.request", "body": b""}, {"type": "http.disconnect"}])

    async def receive():
        message = next(messages)
        if message["type"] == "http.disconnect":
            await begun.wait()
        return message

    async def send(message):
        pass

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"testserver")],
    }
    await application(scope, receive, send)
