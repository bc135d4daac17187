"""Requests to the rating service by HTTPX: the part of the demo that needs that package."""

from __future__ import annotations

import httpx
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Post
from ..rating_service import address
from ..ratings import TIMEOUT_S

_COUNT = 3


def one_by_one(request: HttpRequest) -> HttpResponse:
    """Ask for three posts' stars by the synchronous client."""
    steps = []
    # trust_env: a proxy of the machine's environment has no business with loopback.
    with httpx.Client(timeout=TIMEOUT_S, trust_env=False) as client:
        for post in Post.objects.published()[:_COUNT]:
            answer = client.get(f"{address()}/ratings/{post.pk}")
            steps.append(f"{post.title}: {answer.json()['stars']}")
    return _page(request, steps)


async def awaited(request: HttpRequest) -> HttpResponse:
    """Ask for them by the asynchronous client, while the event loop goes on."""
    steps = []
    async with httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as client:
        async for post in Post.objects.published()[:_COUNT]:
            answer = await client.get(f"{address()}/ratings/{post.pk}")
            steps.append(f"{post.title}: {answer.json()['stars']}")
    await request.auser()  # so that the template can use request.user without a query
    return _page(request, steps)


def _page(request: HttpRequest, steps: list[str]) -> HttpResponse:
    return render(request, "blog/hood/steps.html", {"title": "Outgoing HTTP", "steps": steps})
