"""CP001: a foreign key or a one-to-one relation that is followed row by row."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Post, Profile
from .page import FindingPage

CARDS = 20
INNER = Q(category__parent__isnull=False, published__isnull=False)


def author_bad(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published()[:CARDS]  # source: cp001
    return render(request, "blog/findings/authors.html", {"posts": posts})


def author_fixed(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.published().select_related("author")[:CARDS]
    return render(request, "blog/findings/authors.html", {"posts": posts})


def profile_bad(request: HttpRequest) -> HttpResponse:
    users = User.objects.exclude(profile=None).order_by("username")  # source: cp001-profile
    lines = []
    for user in users:
        lines.append(f"{user.first_name}: {user.profile.place}")  # trigger: cp001-profile
    return render(request, "blog/findings/lines.html", {"lines": lines})


def profile_fixed(request: HttpRequest) -> HttpResponse:
    users = User.objects.exclude(profile=None).order_by("username")
    users = users.select_related("profile")
    lines = []
    for user in users:
        lines.append(f"{user.first_name}: {user.profile.place}")
    return render(request, "blog/findings/lines.html", {"lines": lines})


def nested_bad(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.filter(INNER).select_related("category")[:CARDS]  # source: cp001-nested
    return render(request, "blog/findings/trails.html", {"posts": posts}, using="jinja2")


def nested_fixed(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.filter(INNER).select_related("category__parent")[:CARDS]
    return render(request, "blog/findings/trails.html", {"posts": posts}, using="jinja2")


def name_bad(request: HttpRequest) -> HttpResponse:
    profiles = Profile.objects.all()  # source: cp001-str
    # The queries come from Profile.__str__, which the template calls.
    return render(request, "blog/findings/lines.html", {"lines": profiles})


def name_fixed(request: HttpRequest) -> HttpResponse:
    profiles = Profile.objects.select_related("user")
    return render(request, "blog/findings/lines.html", {"lines": profiles})


PAGES = (
    FindingPage(
        code="CP001",
        slug="cp001",
        title="A foreign key, followed in a template",
        look_for="One query per post for its author, caused by one line of an included template.",
        model="blog.Post",
        relation="author",
        remedy="select_related",
        bad=author_bad,
        fixed=author_fixed,
    ),
    FindingPage(
        code="CP001",
        slug="cp001-profile",
        title="A one-to-one relation, from its far side",
        look_for="One query per user for the profile, caused by a loop in the view.",
        model="auth.User",
        relation="profile",
        remedy="select_related",
        bad=profile_bad,
        fixed=profile_fixed,
    ),
    FindingPage(
        code="CP001",
        slug="cp001-nested",
        title="The second step of a path, in Jinja2",
        look_for="The category is joined already and its parent is not: the path is "
        "category__parent.",
        model="blog.Category",
        relation="parent",
        remedy="select_related",
        bad=nested_bad,
        fixed=nested_fixed,
    ),
    FindingPage(
        code="CP001",
        slug="cp001-str",
        title="A relation inside __str__",
        look_for="One query per profile for its user, caused by the model's __str__.",
        model="blog.Profile",
        relation="user",
        remedy="select_related",
        bad=name_bad,
        fixed=name_fixed,
    ),
)
