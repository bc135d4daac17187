"""CP002: a many-to-many or reverse relation that is read row by row."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Category, Post
from .page import FindingPage

CARDS = 20


def tags_bad(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published()[:CARDS]  # source: cp002
    return render(request, "blog/findings/tags.html", {"posts": posts})


def tags_fixed(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published().prefetch_related("tags")[:CARDS]
    return render(request, "blog/findings/tags.html", {"posts": posts})


def _children(categories: list[Category]) -> list[str]:
    lines = []
    for category in categories:
        names = [child.name for child in category.children.all()]  # trigger: cp002-reverse
        lines.append(f"{category.name}: {', '.join(names) or 'nothing below it'}")
    return lines


def children_bad(request: HttpRequest) -> HttpResponse:
    categories = Category.objects.all()  # source: cp002-reverse
    return render(request, "blog/findings/lines.html", {"lines": _children(categories)})


def children_fixed(request: HttpRequest) -> HttpResponse:
    categories = Category.objects.prefetch_related("children")
    return render(request, "blog/findings/lines.html", {"lines": _children(categories)})


PAGES = (
    FindingPage(
        code="CP002",
        slug="cp002",
        title="A many-to-many relation in a template",
        look_for="One query per post for its tags, caused by a for tag in the template.",
        model="blog.Post",
        relation="tags",
        remedy="prefetch_related",
        bad=tags_bad,
        fixed=tags_fixed,
    ),
    FindingPage(
        code="CP002",
        slug="cp002-reverse",
        title="A reverse foreign key in Python",
        look_for="One query per category for its children, caused by a helper function that is "
        "given the categories.",
        model="blog.Category",
        relation="children",
        remedy="prefetch_related",
        bad=children_bad,
        fixed=children_fixed,
    ),
)
