"""Cycles at the same time: each profile has its own spans, and no other's."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.sync import async_to_sync
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import AsyncClient, RequestFactory

from tests.asgi import http
from tests.profiles import asked, profile_of

pytestmark = pytest.mark.django_db(transaction=True)
LABELS = ["a", "b", "c", "d", "e", "f"]


def _wsgi(label):
    """One request as a server's thread makes it."""
    environ = RequestFactory().get(f"/labelled/{label}/5/").environ
    headers = {}
    response = HANDLER(environ, lambda status, pairs: headers.update(pairs))
    b"".join(response)
    response.close()
    connections.close_all()
    response.headers = headers
    return response


HANDLER = WSGIHandler()


def test_requests_in_threads():
    with ThreadPoolExecutor(len(LABELS)) as pool:
        responses = list(pool.map(_wsgi, LABELS))
    assert [asked(profile_of(response)) for response in responses] == [[x] * 5 for x in LABELS]


async def test_requests_gathered_over_the_async_client():
    clients = [AsyncClient().get(f"/labelled/{label}/5/") for label in LABELS]
    responses = await asyncio.gather(*clients)
    assert [asked(profile_of(response)) for response in responses] == [[x] * 5 for x in LABELS]


async def test_requests_to_an_asgi_server():
    application = ASGIHandler()
    responses = await asyncio.gather(*(http(application, f"/labelled/{x}/5/") for x in LABELS))
    assert [asked(profile_of(response)) for response in responses] == [[x] * 5 for x in LABELS]


async def test_async_views_that_gather_within_themselves():
    clients = [AsyncClient().get(f"/gathered/{label}/5/") for label in LABELS]
    responses = await asyncio.gather(*clients)
    assert [asked(profile_of(response)) for response in responses] == [[x] * 5 for x in LABELS]


def test_threads_that_a_request_starts_belong_to_it(client):
    profile = profile_of(client.get("/in-thread/"))
    assert sorted(asked(profile)) == ["pool", "thread"]
    assert "worker" in {span.thread for span in profile.spans}


def test_a_pool_keeps_nothing_of_the_request_that_started_it(client):
    from cycleprof.recorder import ACTIVE, Recorder

    recorder = Recorder("user", None, None, limit=10)
    with ThreadPoolExecutor(1) as pool:
        with recorder.root:
            inside = pool.submit(ACTIVE.get).result()
        outside = pool.submit(ACTIVE.get).result()
    assert inside is recorder.root
    assert outside is None


def test_streams_consumed_in_turns_do_not_mix():
    first, second = (HANDLER(_environ("/stream/"), _ignore) for _ in range(2))
    for _ in zip(first, second, strict=True):
        pass
    first.close()
    second.close()
    assert asked(profile_of(first)) == asked(profile_of(second)) == [f"chunk {n}" for n in range(3)]


def _environ(path):
    return RequestFactory().get(path).environ


def _ignore(status, headers):
    pass


def test_sync_callers_of_async_views(client):
    assert asked(profile_of(client.get("/gathered/x/3/"))) == ["x"] * 3
    response = async_to_sync(AsyncClient().get)("/gathered/y/3/")
    assert asked(profile_of(response)) == ["y"] * 3
