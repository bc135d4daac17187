"""CP050: many keys, asked of the cache one by one."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Post
from .page import FindingPage

ROWS = 20


def _key(post: Post) -> str:
    return f"blog:reading-room:{post.pk}"


def gets_bad(request: HttpRequest) -> HttpResponse:
    lines = []
    for post in Post.objects.published()[:ROWS]:
        readers = cache.get(_key(post), 0)  # trigger: cp050
        lines.append(f"{post.title}: {readers} readers at this moment")
    return render(request, "blog/findings/lines.html", {"lines": lines})


def gets_fixed(request: HttpRequest) -> HttpResponse:
    posts = list(Post.objects.published()[:ROWS])
    readers = cache.get_many([_key(post) for post in posts])
    lines = [f"{post.title}: {readers.get(_key(post), 0)} readers at this moment" for post in posts]
    return render(request, "blog/findings/lines.html", {"lines": lines})


PAGES = (
    FindingPage(
        code="CP050",
        slug="cp050",
        title="Cache gets in a loop",
        look_for="One get per post: with a cache on the network, one round trip each.",
        model="",
        relation="",
        remedy="get_many",
        bad=gets_bad,
        fixed=gets_fixed,
    ),
)
