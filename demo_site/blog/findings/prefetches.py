"""CP004: a prefetch that is defeated by a filter. CP009: a prefetch for one instance at a time."""

from __future__ import annotations

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Comment, Post
from .page import FindingPage

ROWS = 20


def defeated_bad(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published().prefetch_related("comments")[:ROWS]  # source: cp004
    lines = []
    for post in posts:
        waiting = len(post.comments.filter(approved=False))  # trigger: cp004
        lines.append(f"{post.title}: {waiting} waiting")
    return render(request, "blog/findings/lines.html", {"lines": lines})


def defeated_fixed(request: HttpRequest) -> HttpResponse:
    waiting = Prefetch("comments", Comment.objects.filter(approved=False), to_attr="waiting")
    posts = Post.objects.published().prefetch_related(waiting)[:ROWS]
    lines = []
    for post in posts:
        waiting = len(post.waiting)
        lines.append(f"{post.title}: {waiting} waiting")
    return render(request, "blog/findings/lines.html", {"lines": lines})


def per_instance_bad(request: HttpRequest) -> HttpResponse:
    posts = list(Post.objects.published()[:ROWS])  # source: cp009
    lines = []
    for post in posts:
        prefetch_related_objects([post], "comments")  # trigger: cp009
        lines.append(f"{post.title}: {len(post.comments.all())} comments")
    return render(request, "blog/findings/lines.html", {"lines": lines})


def per_instance_fixed(request: HttpRequest) -> HttpResponse:
    posts = list(Post.objects.published()[:ROWS])
    prefetch_related_objects(posts, "comments")
    lines = []
    for post in posts:
        lines.append(f"{post.title}: {len(post.comments.all())} comments")
    return render(request, "blog/findings/lines.html", {"lines": lines})


DEFEATED = (
    FindingPage(
        code="CP004",
        slug="cp004",
        title="A prefetch that is not used",
        look_for="The comments are prefetched, then filter() asks again for each post.",
        model="blog.Post",
        relation="comments",
        remedy="prefetch_object",
        bad=defeated_bad,
        fixed=defeated_fixed,
    ),
)
PER_INSTANCE = (
    FindingPage(
        code="CP009",
        slug="cp009",
        title="A prefetch for each instance",
        look_for="prefetch_related_objects() is called with a list of one, once per post.",
        model="blog.Post",
        relation="comments",
        remedy="prefetch_related",
        bad=per_instance_bad,
        fixed=per_instance_fixed,
    ),
)
