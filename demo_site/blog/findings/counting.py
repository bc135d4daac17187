"""CP006: count() and exists() asked for each row."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Like, Post
from .page import FindingPage

ROWS = 20
READER = "marisol"


def count_bad(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published()[:ROWS]  # source: cp006
    return render(request, "blog/findings/counts_bad.html", {"posts": posts})


def count_fixed(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published().annotate(comment_count=Count("comments"))
    posts = posts.order_by("-published", "-pk")[:ROWS]
    return render(request, "blog/findings/counts_fixed.html", {"posts": posts})


def exists_bad(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published()[:ROWS]  # source: cp006-exists
    lines = []
    for post in posts:
        liked = post.likes.filter(user__username=READER).exists()  # trigger: cp006-exists
        lines.append(f"{post.title}: {'liked' if liked else 'not liked'} by {READER}")
    return render(request, "blog/findings/lines.html", {"lines": lines})


def exists_fixed(request: HttpRequest) -> HttpResponse:
    likes = Like.objects.filter(post=OuterRef("pk"), user__username=READER)
    posts = Post.objects.published().annotate(liked=Exists(likes))[:ROWS]
    lines = []
    for post in posts:
        lines.append(f"{post.title}: {'liked' if post.liked else 'not liked'} by {READER}")
    return render(request, "blog/findings/lines.html", {"lines": lines})


PAGES = (
    FindingPage(
        code="CP006",
        slug="cp006",
        title="count() for each row, in a template",
        look_for="One COUNT(*) per post for its comments.",
        model="blog.Post",
        relation="comments",
        remedy="annotate",
        bad=count_bad,
        fixed=count_fixed,
    ),
    FindingPage(
        code="CP006",
        slug="cp006-exists",
        title="exists() for each row",
        look_for="One query per post that asks whether a reader liked it.",
        model="blog.Post",
        relation="likes",
        remedy="annotate",
        bad=exists_bad,
        fixed=exists_fixed,
    ),
)
