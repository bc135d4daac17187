"""Async views: concurrent queries, an async stream and server-sent events that end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views import View

from ..models import Category, Comment, Post, Tag
from .streams import lines_asked

EVENTS = 5
PAUSE_S = 0.2


async def gathered(request: HttpRequest) -> HttpResponse:
    """Ask three questions at once.

    Django answers them one after another, in the one thread that is reserved for its synchronous
    code: gather() overlaps the waiting, not the work of the database.
    """
    posts, comments, tags = await asyncio.gather(
        Post.objects.published().acount(), Comment.objects.acount(), _tag_names()
    )
    await request.auser()  # so that the template can use request.user without a query
    context = {"posts": posts, "comments": comments, "tags": tags}
    return render(request, "blog/asynchronous/gathered.html", context)


async def _tag_names() -> list[str]:
    return [tag.name async for tag in Tag.objects.all()]


class AsyncResource(View):
    """A class-based view with an async handler."""

    async def get(self, request: HttpRequest) -> JsonResponse:
        post = await Post.objects.published().select_related("author").afirst()
        if post is None:
            return JsonResponse({"error": "no posts"}, status=404)
        tags = [tag.name async for tag in post.tags.all()]
        await cache.aset(f"blog:last-reader:{post.pk}", "script", timeout=60)
        return JsonResponse({"title": post.title, "author": post.author.username, "tags": tags})


async def stream(request: HttpRequest) -> StreamingHttpResponse:
    """Send one line for each category, each from a query of its own moment."""

    async def lines() -> AsyncIterator[str]:
        async for category in Category.objects.order_by("trail"):
            yield f"{category.trail}\n"
            await asyncio.sleep(0.02)

    return _uncompressed(lines(), "text/plain; charset=utf-8")


async def as_long_as_asked(request: HttpRequest) -> StreamingHttpResponse:
    """Send ?lines=... lines of 1 KB each; a client that goes away cancels the rest."""

    async def lines() -> AsyncIterator[str]:
        for number in range(lines_asked(request)):
            yield f"{number:>1023}\n"
            await asyncio.sleep(0)

    return _uncompressed(lines(), "text/plain; charset=utf-8")


async def events(request: HttpRequest) -> StreamingHttpResponse:
    """Send five server-sent events, then end; a client would reconnect, the page does not."""

    async def messages() -> AsyncIterator[str]:
        async for post in Post.objects.published()[:EVENTS]:
            await asyncio.sleep(PAUSE_S)
            data = json.dumps({"title": post.title, "url": post.get_absolute_url()})
            yield f"event: post\nid: {post.pk}\ndata: {data}\n\n"
        yield "event: end\ndata: {}\n\n"

    return _uncompressed(messages(), "text/event-stream")


def _uncompressed(lines: AsyncIterator[str], content_type: str) -> StreamingHttpResponse:
    """Keep GZipMiddleware away: it makes each part of an async stream a gzip file of its own.

    Browsers read the first of these and drop the rest.
    """
    headers = {"Content-Encoding": "identity", "Cache-Control": "no-cache"}
    return StreamingHttpResponse(lines, content_type=content_type, headers=headers)


def listener(request: HttpRequest) -> HttpResponse:
    """The page that listens to the events."""
    return render(request, "blog/asynchronous/listener.html")
