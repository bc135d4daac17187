"""Numbers about the blog: aggregates, annotations, SQL by hand, and a second database."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Avg, Count, Max, Q, Sum
from django.db.models.functions import TruncYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Category, Post, Tag, Visit

BUSIEST_AUTHORS = """
    SELECT auth_user.username, COUNT(blog_comment.id) AS comments
    FROM auth_user
    JOIN blog_post ON blog_post.author_id = auth_user.id
    JOIN blog_comment ON blog_comment.post_id = blog_post.id
    WHERE blog_comment.approved = %s
    GROUP BY auth_user.username
    ORDER BY comments DESC, auth_user.username
    LIMIT %s
"""
LONGEST_POSTS = """
    SELECT id, title, slug, LENGTH(body) AS letters
    FROM blog_post
    ORDER BY letters DESC, id
    LIMIT 5
"""


def statistics(request: HttpRequest) -> HttpResponse:
    """Answer with the ORM's aggregates, one query per table on the page."""
    totals = Post.objects.aggregate(
        posts=Count("pk"),
        drafts=Count("pk", filter=Q(published=None)),
        views=Sum("views"),
        minutes=Avg("reading_minutes"),
        latest=Max("published"),
    )
    by_year = (
        Post.objects.published()
        .annotate(year=TruncYear("published"))
        .values("year")
        .annotate(posts=Count("pk"))
        .order_by("year")
    )
    context = {
        "totals": totals,
        "by_year": by_year,
        "categories": Category.objects.annotate(post_count=Count("posts")).order_by("-post_count"),
        "tags": Tag.objects.annotate(uses=Count("posts")).order_by("-uses", "name")[:8],
        "visits": Visit.objects.aggregate(visits=Count("pk"), seconds=Avg("seconds")),
    }
    return render(request, "blog/statistics/orm.html", context)


def by_hand(request: HttpRequest) -> HttpResponse:
    """Answer with SQL written by hand: through a cursor, and through `raw()`."""
    context = {"authors": _busiest_authors(), "posts": Post.objects.raw(LONGEST_POSTS)}
    return render(request, "blog/statistics/raw.html", context)


def _busiest_authors() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(BUSIEST_AUTHORS, [True, 5])
        return list(cursor.fetchall())
