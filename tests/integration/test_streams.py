"""Bodies that are produced while they are sent."""

from __future__ import annotations

import gc

import pytest
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from cycleprof.model import Stage
from cycleprof.runtime import get_runtime
from tests.asgi import http
from tests.profiles import asked, one, profile_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_queries_made_while_streaming_belong_to_the_cycle(client):
    response = client.get("/stream/")
    assert response.getvalue() == b"0\n1\n2\n"
    response.close()
    profile = profile_of(response)
    body = one(profile, "streaming body")
    assert asked(profile) == ["chunk 0", "chunk 1", "chunk 2"]
    queries = [span for span in profile.spans if span.stage is Stage.DB]
    assert {span.parent_id for span in queries} == {body.id}
    assert body.attributes["cycleprof.chunks"] == 3
    assert (profile.response.streaming, profile.response.size_bytes) == (True, 6)


def test_a_stream_stays_lazy():
    response = WSGIHandler()(RequestFactory().get("/stream/").environ, lambda *_: None)
    next(iter(response))
    response.close()
    profile = profile_of(response)
    assert asked(profile) == ["chunk 0"]
    assert one(profile, "streaming body").status == "unfinished"


async def test_an_async_stream():
    response = await http(ASGIHandler(), "/async-stream/")
    assert response.body == b"0\n1\n2\n"
    profile = profile_of(response)
    assert asked(profile) == ["chunk 0", "chunk 1", "chunk 2"]
    assert profile.request.protocol == "asgi"


async def test_a_client_that_goes_away_ends_the_cycle():
    response = await http(ASGIHandler(), "/async-stream/", disconnect_after=1)
    profile = profile_of(response)
    assert asked(profile)[0] == "chunk 0"
    assert one(profile, "streaming body").status in {"cancelled", "error", "unfinished"}


def test_a_file_is_sent_by_the_server_itself():
    handed = {}
    environ = RequestFactory().get("/download/").environ
    environ["wsgi.file_wrapper"] = lambda file, size: handed.setdefault("file", file)
    sent = {}
    WSGIHandler()(environ, lambda status, headers: sent.update(headers))
    handed["file"].close()
    assert get_runtime().writer.flush(10)
    profile = get_runtime().writer.store.get(sent["X-Cycleprof-Id"])
    assert profile.response.size_bytes == int(sent["Content-Length"])


def test_a_response_that_nobody_closes_is_recorded_when_it_is_forgotten():
    response = WSGIHandler()(RequestFactory().get("/plain/").environ, lambda *_: None)
    profile_id = response.headers["X-Cycleprof-Id"]
    del response
    gc.collect()
    assert get_runtime().writer.flush(10)
    assert get_runtime().writer.store.get(profile_id) is not None
