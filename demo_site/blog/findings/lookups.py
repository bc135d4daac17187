"""CP005: get() and first() in a loop over keys that are known beforehand."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Post, Tag, Visit
from .page import FindingPage

ROWS = 20
WANTED = ["birds", "frost", "insects", "light", "maps", "night", "rain", "seeds", "soil", "tools"]


def _longest_read() -> list[dict[str, Any]]:
    """Return the posts' keys and seconds, from the database that no join can reach."""
    by_post = Visit.objects.values("post_id").annotate(total=Sum("seconds"))
    return list(by_post.order_by("-total", "post_id")[:ROWS])


def get_bad(request: HttpRequest) -> HttpResponse:
    lines = []
    for row in _longest_read():
        post = Post.objects.get(pk=row["post_id"])  # source and trigger: cp005
        lines.append(f"{post.title}: read for {row['total']} seconds")
    return render(request, "blog/findings/lines.html", {"lines": lines})


def get_fixed(request: HttpRequest) -> HttpResponse:
    rows = _longest_read()
    posts = Post.objects.in_bulk([row["post_id"] for row in rows])
    lines = []
    for row in rows:
        post = posts[row["post_id"]]
        lines.append(f"{post.title}: read for {row['total']} seconds")
    return render(request, "blog/findings/lines.html", {"lines": lines})


def first_bad(request: HttpRequest) -> HttpResponse:
    found = []
    for slug in WANTED:
        found.append(Tag.objects.filter(slug=slug).first())  # source and trigger: cp005-first
    return render(request, "blog/findings/lines.html", {"lines": [tag for tag in found if tag]})


def first_fixed(request: HttpRequest) -> HttpResponse:
    tags = Tag.objects.in_bulk(WANTED, field_name="slug")
    found = [tags.get(slug) for slug in WANTED]
    return render(request, "blog/findings/lines.html", {"lines": [tag for tag in found if tag]})


PAGES = (
    FindingPage(
        code="CP005",
        slug="cp005",
        title="get() in a loop",
        look_for="The keys come from another database; then each post is fetched by its own get().",
        model="blog.Post",
        relation="",
        remedy="in_bulk",
        bad=get_bad,
        fixed=get_fixed,
    ),
    FindingPage(
        code="CP005",
        slug="cp005-first",
        title="first() in a loop",
        look_for="Ten tags are looked up by their slugs, one by one.",
        model="blog.Tag",
        relation="",
        remedy="in_bulk",
        bad=first_bad,
        fixed=first_fixed,
    ),
)
