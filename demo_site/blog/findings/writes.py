"""CP008: rows that are written one by one: saved, set to one value, created, deleted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Impression, Post
from .page import FindingPage

ROWS = 20
WORDS_PER_MINUTE = 200


def _minutes(post: Post) -> int:
    return 1 + len(post.body.split()) // WORDS_PER_MINUTE


def save_bad(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published()[:ROWS]  # source: cp008
    for post in posts:
        post.reading_minutes = _minutes(post)
        post.save(update_fields=["reading_minutes"])  # trigger: cp008
    return _show(request, "Recounted the words of", len(posts))


def save_fixed(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published()[:ROWS]
    for post in posts:
        post.reading_minutes = _minutes(post)
    Post.objects.bulk_update(posts, ["reading_minutes"], batch_size=100)
    return _show(request, "Recounted the words of", len(posts))


def reset_bad(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.filter(pk__lte=ROWS)  # source: cp008-update
    for post in posts:
        post.views = 0
        post.save(update_fields=["views"])  # trigger: cp008-update
    return _show(request, "Reset the views of", len(posts))


def reset_fixed(request: HttpRequest) -> HttpResponse:
    reset = Post.objects.filter(pk__lte=ROWS).update(views=0)
    return _show(request, "Reset the views of", reset)


def create_bad(request: HttpRequest) -> HttpResponse:
    Impression.objects.all().delete()
    posts = Post.objects.published()[:ROWS]
    for position, post in enumerate(posts, start=1):
        Impression.objects.create(post=post, position=position)  # trigger: cp008-create
    return _show(request, "Wrote the impressions of", len(posts))


def create_fixed(request: HttpRequest) -> HttpResponse:
    Impression.objects.all().delete()
    posts = Post.objects.published()[:ROWS]
    Impression.objects.bulk_create(
        Impression(post=post, position=position) for position, post in enumerate(posts, start=1)
    )
    return _show(request, "Wrote the impressions of", len(posts))


def _show(request: HttpRequest, what: str, count: int) -> HttpResponse:
    return render(request, "blog/findings/lines.html", {"lines": [f"{what} {count} posts."]})


PAGES = (
    FindingPage(
        code="CP008",
        slug="cp008",
        title="save() in a loop",
        look_for="One UPDATE per post, each with a value of its own: bulk_update() writes them "
        "together.",
        model="blog.Post",
        relation="",
        remedy="bulk_update",
        bad=save_bad,
        fixed=save_fixed,
    ),
    FindingPage(
        code="CP008",
        slug="cp008-update",
        title="save() of one value in a loop",
        look_for="One UPDATE per post, all with the same value: update() needs no loop.",
        model="blog.Post",
        relation="",
        remedy="queryset_update",
        bad=reset_bad,
        fixed=reset_fixed,
    ),
    FindingPage(
        code="CP008",
        slug="cp008-create",
        title="create() in a loop",
        look_for="One INSERT per card that was shown: bulk_create() needs one.",
        model="blog.Impression",
        relation="",
        remedy="bulk_create",
        bad=create_bad,
        fixed=create_fixed,
    ),
)
