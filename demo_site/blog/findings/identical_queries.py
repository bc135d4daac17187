"""CP007: the same question with the same answer, asked again and again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Post
from .page import FindingPage

ROWS = 12


def repeated_bad(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published()[:ROWS]
    return render(request, "blog/findings/totals_bad.html", {"posts": posts})


def repeated_fixed(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published()[:ROWS]
    return render(request, "blog/findings/totals_fixed.html", {"posts": posts})


PAGES = (
    FindingPage(
        code="CP007",
        slug="cp007",
        title="An identical query, repeated",
        look_for="A template tag inside the loop counts all posts again for each line.",
        model="blog.Post",
        relation="",
        remedy="reuse",
        bad=repeated_bad,
        fixed=repeated_fixed,
    ),
)
