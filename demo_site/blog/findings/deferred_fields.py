"""CP003: a field that was left out of the query, and is then loaded row by row."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Post
from .page import FindingPage

ROWS = 20


def deferred_bad(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published().only("title")[:ROWS]  # source: cp003
    return render(request, "blog/findings/summaries.html", {"posts": posts})


def deferred_fixed(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published().only("title", "summary")[:ROWS]
    return render(request, "blog/findings/summaries.html", {"posts": posts})


PAGES = (
    FindingPage(
        code="CP003",
        slug="cp003",
        title="A deferred field, loaded per row",
        look_for="only() names the title and not the summary, which the template then asks for, "
        "post by post.",
        model="blog.Post",
        relation="summary",
        remedy="only_defer",
        bad=deferred_bad,
        fixed=deferred_fixed,
    ),
)
