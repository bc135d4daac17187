from __future__ import annotations

from django.db import connections
from django.test.utils import CaptureQueriesContext

from .counting import statements
from blog.models import Post, Visit


def test_the_numbers_are_those_of_the_data(client):
    context = client.get("/statistics/").context
    assert (context["totals"]["posts"], context["totals"]["drafts"]) == (200, 8)
    assert sum(row["posts"] for row in context["by_year"]) == 192
    assert context["visits"]["visits"] == Visit.objects.count() == 5000


def test_visits_are_asked_of_the_archive_alone(client):
    with CaptureQueriesContext(connections["archive"]) as archive:
        client.get("/statistics/")
    assert len(archive) == 1
    assert "blog_visit" in archive[0]["sql"]


def test_the_table_of_visits_exists_in_the_archive_alone():
    assert "blog_visit" in connections["archive"].introspection.table_names()
    assert "blog_post" not in connections["archive"].introspection.table_names()
    assert "blog_visit" not in connections["default"].introspection.table_names()


def test_sql_by_hand_agrees_with_the_orm(client):
    context = client.get("/statistics/raw/").context
    longest = max(Post.objects.all(), key=lambda post: (len(post.body), -post.pk))
    assert context["posts"][0].pk == longest.pk
    assert len(context["authors"]) == 5


def test_sql_by_hand_takes_two_queries(client):
    assert len(statements(client, "/statistics/raw/")) == 2
