"""One address, two representations: HTML or JSON, as the Accept header asks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from ..models import Post

OFFERED = ["text/html", "application/json"]


def latest(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published().select_related("author")[:5]
    chosen = request.get_preferred_type(OFFERED)
    if chosen is None:
        return HttpResponse("Ask for HTML or JSON.\n", status=406, content_type="text/plain")
    response: HttpResponse
    if chosen == "application/json":
        response = JsonResponse({"posts": [_as_dict(post) for post in posts]})
    else:
        response = render(request, "blog/posts/latest.html", {"posts": posts})
    patch_vary_headers(response, ["Accept"])
    return response


def _as_dict(post: Post) -> dict[str, str]:
    return {"title": post.title, "author": post.author.username, "url": post.get_absolute_url()}
