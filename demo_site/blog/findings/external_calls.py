"""CP040: one HTTP request after another, in a loop."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Post
from ..ratings import rating, ratings
from .page import FindingPage

ROWS = 8


def loop_bad(request: HttpRequest) -> HttpResponse:
    lines = []
    for post in Post.objects.published()[:ROWS]:
        stars = rating(post.pk)  # trigger: cp040
        lines.append(f"{post.title}: {stars} stars")
    return render(request, "blog/findings/lines.html", {"lines": lines})


def loop_fixed(request: HttpRequest) -> HttpResponse:
    posts = list(Post.objects.published()[:ROWS])
    stars = ratings([post.pk for post in posts])
    lines = [f"{post.title}: {stars[post.pk]} stars" for post in posts]
    return render(request, "blog/findings/lines.html", {"lines": lines})


PAGES = (
    FindingPage(
        code="CP040",
        slug="cp040",
        title="Outgoing HTTP in a loop",
        look_for="Eight requests to the rating service, one per post and one after the other.",
        model="",
        relation="",
        remedy="none",
        bad=loop_bad,
        fixed=loop_fixed,
    ),
)
