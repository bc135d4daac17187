from __future__ import annotations

import json
import re

import pytest

from .counting import statements
from blog.models import Post
from blog.views import asynchronous


@pytest.fixture
def no_pauses(monkeypatch):
    monkeypatch.setattr(asynchronous, "PAUSE_S", 0)


async def test_three_queries_answer_one_page(asgi):
    page = (await asgi.get("/async/gathered/")).content.decode()
    assert "192 posts, 1000 comments." in page
    assert "frost" in page


def test_the_page_asks_three_queries(client):
    assert len(statements(client, "/async/gathered/")) == 3


async def test_an_async_class_answers(asgi):
    answer = (await asgi.get("/async/resource/")).json()
    newest = await Post.objects.published().select_related("author").afirst()
    assert (answer["title"], answer["author"]) == (newest.title, newest.author.username)


async def test_a_stream_sends_a_line_per_category(asgi):
    response = await asgi.get("/async/stream/")
    lines = [part.decode() async for part in response.streaming_content]
    assert lines[:2] == ["fields\n", "fields/hedgerows\n"]
    assert len(lines) == 11


async def test_the_events_end_after_five(asgi, no_pauses):
    response = await asgi.get("/async/events/")
    body = "".join([part.decode() async for part in response.streaming_content])
    posts = [json.loads(data) for data in re.findall(r"event: post\nid: \d+\ndata: (.*)\n", body)]
    assert len(posts) == 5
    assert body.endswith("event: end\ndata: {}\n\n")
    assert response.headers["Content-Type"] == "text/event-stream"


@pytest.mark.parametrize("page", ["stream", "events"])
async def test_a_stream_is_not_cut_by_compression(asgi, no_pauses, page):
    asked = {"Accept-Encoding": "gzip"}
    response = await asgi.get(f"/async/{page}/", headers=asked)
    parts = [part async for part in response.streaming_content]
    assert len(parts) > 5
    assert all(part.decode() for part in parts)


def test_the_listener_names_its_source(client):
    assert 'data-source="/async/events/"' in client.get("/async/listener/").content.decode()


@pytest.mark.parametrize("url", ["/", "/posts/", "/errors/403/", "/findings/cp060/fixed/"])
async def test_the_same_middleware_serves_asgi(asgi, url):
    response = await asgi.get(url)
    assert response.headers["X-Request-Id"]
    assert b"Field Notes" in response.content


async def test_the_slow_middleware_has_an_async_side(asgi, monkeypatch):
    from blog import middleware

    naps = []

    async def nap(seconds):
        naps.append(seconds)

    monkeypatch.setattr(middleware.asyncio, "sleep", nap)
    await asgi.get("/hood/slow/?slow=1")
    assert naps == [middleware.SLEEP_IN_S, middleware.SLEEP_OUT_S]
