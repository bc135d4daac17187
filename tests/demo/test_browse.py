from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import resolve, reverse

from .counting import statements
from blog.converters import Quarter, QuarterConverter
from blog.models import Category, Tag


def test_a_category_is_found_by_its_trail_and_holds_what_is_below(client):
    response = client.get("/browse/categories/woodland/")
    names = {found.category.name for found in response.context["posts"]}
    assert names == {"Woodland", "Trees", "Fungi"}
    assert "Woodland: Trees" in client.get("/browse/categories/woodland/trees/").content.decode()


def test_a_tag_is_found_by_its_uuid(client):
    tag = Tag.objects.get(slug="frost")
    response = client.get(tag.get_absolute_url())
    assert response.context["paginator"].count == tag.posts.published().count() > 0


def test_a_tags_list_counts_each_comment_once(client):
    tag = Tag.objects.get(slug="frost")
    for found in client.get(tag.get_absolute_url()).context["posts"]:
        assert found.comment_count == found.comments.count()


def test_a_quarter_arrives_as_an_object(client):
    pages = [client.get(f"/browse/quarters/2025-q3/?page={page}") for page in (1, 2)]
    posts = [found for page in pages for found in page.context["posts"]]
    assert {(found.published.year, found.published.month) for found in posts} == {
        (2025, 7),
        (2025, 8),
        (2025, 9),
    }


@pytest.mark.parametrize("quarter", ["2025-q5", "25-q1", "2025-3"])
def test_what_is_no_quarter_is_not_found(client, quarter):
    assert client.get(f"/browse/quarters/{quarter}/").status_code == 404


@pytest.mark.parametrize(
    ("quarter", "start", "end"),
    [(Quarter(2025, 1), (2025, 1), (2025, 4)), (Quarter(2025, 4), (2025, 10), (2026, 1))],
)
def test_a_quarter_knows_its_bounds(quarter, start, end):
    assert quarter.start == datetime(*start, 1, tzinfo=UTC)
    assert quarter.end == datetime(*end, 1, tzinfo=UTC)


def test_the_converter_is_its_own_inverse():
    converter = QuarterConverter()
    assert converter.to_url(converter.to_python("2026-q2")) == "2026-q2"


def test_the_archive_lies_behind_two_namespaces():
    assert resolve("/browse/archive/2026/03/").view_name == "blog:browse:archive:month"
    assert reverse("blog:browse:archive:year", args=["2026"]) == "/browse/archive/2026/"


@pytest.mark.parametrize("address", ["2026/13", "26", "2026/3"])
def test_what_no_pattern_matches_is_not_found(client, address):
    assert client.get(f"/browse/archive/{address}/").status_code == 404


def test_a_month_lists_its_posts(client):
    response = client.get("/browse/archive/2026/03/")
    posts = response.context["post_list"]
    assert posts
    assert {(found.published.year, found.published.month) for found in posts} == {(2026, 3)}


@pytest.mark.parametrize(
    "url", ["/browse/categories/woodland/", "/browse/quarters/2025-q3/", "/browse/archive/2026/03/"]
)
def test_no_list_asks_per_post(client, url):
    assert len(statements(client, url)) <= 5


def test_the_trail_of_each_category_starts_with_its_parents():
    for category in Category.objects.exclude(parent=None).select_related("parent"):
        assert category.trail == f"{category.parent.trail}/{category.slug}"
