"""CP001 and CP002 through content types: a generic foreign key, and the way back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Post, Reaction
from .page import FindingPage

ROWS = 20


def target_bad(request: HttpRequest) -> HttpResponse:
    reactions = Reaction.objects.all()[:ROWS]  # source: cp001-generic
    lines = []
    for reaction in reactions:
        target = reaction.target  # trigger: cp001-generic
        lines.append(f"{reaction.get_word_display()}: {target}")
    return render(request, "blog/findings/lines.html", {"lines": lines})


def target_fixed(request: HttpRequest) -> HttpResponse:
    reactions = Reaction.objects.prefetch_related("target")[:ROWS]
    lines = []
    for reaction in reactions:
        target = reaction.target
        lines.append(f"{reaction.get_word_display()}: {target}")
    return render(request, "blog/findings/lines.html", {"lines": lines})


def reactions_bad(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published()[:ROWS]  # source: cp002-generic
    return render(request, "blog/findings/reactions.html", {"posts": posts}, using="jinja2")


def reactions_fixed(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published().prefetch_related("reactions")[:ROWS]
    return render(request, "blog/findings/reactions.html", {"posts": posts}, using="jinja2")


FORWARD = (
    FindingPage(
        code="CP001",
        slug="cp001-generic",
        title="A generic foreign key",
        look_for="One query per reaction for its target, in two tables in turn.",
        model="blog.Reaction",
        relation="target",
        remedy="prefetch_related",
        bad=target_bad,
        fixed=target_fixed,
    ),
)
TO_MANY = (
    FindingPage(
        code="CP002",
        slug="cp002-generic",
        title="A generic relation, in a Jinja2 macro",
        look_for="One query per post for its reactions, caused by a line of a macro.",
        model="blog.Post",
        relation="reactions",
        remedy="prefetch_related",
        bad=reactions_bad,
        fixed=reactions_fixed,
    ),
)
