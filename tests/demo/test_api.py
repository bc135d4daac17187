from __future__ import annotations

import json

import pytest
from django.test import Client

from .counting import statements
from blog.models import Like


@pytest.fixture
def like_url(post):
    return f"/api/posts/{post.pk}/like/"


def test_the_list_is_json_with_a_cursor(client):
    answer = client.get("/api/posts/").json()
    assert (answer["count"], answer["next"], len(answer["posts"])) == (192, 2, 20)
    assert answer["posts"][0].keys() == {"id", "uuid", "title", "author", "tags", "published"}


def test_the_list_asks_a_fixed_number_of_queries(client):
    assert len(statements(client, "/api/posts/")) == 3  # count, posts with authors, tags


def test_one_post_has_its_text_and_likes(client, post):
    answer = client.get(f"/api/posts/{post.pk}/").json()
    assert (answer["title"], answer["likes"]) == (post.title, post.likes.count())


def test_an_unknown_post_is_a_json_404(client):
    response = client.get("/api/posts/999/")
    assert (response.status_code, response.json()) == (404, {"error": "no published post 999"})


@pytest.mark.parametrize("method", ["post", "delete"])
def test_a_guest_cannot_like(client, like_url, method):
    assert getattr(client, method)(like_url).status_code == 401


def test_liking_twice_counts_once(as_ada, ada, post, like_url):
    Like.objects.filter(user=ada, post=post).delete()
    first, second = as_ada.post(like_url), as_ada.post(like_url)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json() == {"liked": True, "likes": post.likes.count()}


def test_a_like_can_be_taken_back(as_ada, ada, post, like_url):
    as_ada.post(like_url)
    answer = as_ada.delete(like_url).json()
    assert answer == {"liked": False, "likes": post.likes.count()}
    assert not Like.objects.filter(user=ada, post=post).exists()


def test_a_like_needs_the_token_of_the_page(ada, post, like_url):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    assert strict.post(like_url).status_code == 403
    token = strict.get(post.get_absolute_url()).context["csrf_token"]
    assert strict.post(like_url, headers={"X-CSRFToken": str(token)}).status_code in {200, 201}


def test_the_dump_is_django_s_own_format(client):
    rows = json.loads(client.get("/api/dump/").content)
    assert len(rows) == 20
    assert rows[0].keys() == {"model", "pk", "fields"}
    assert rows[0]["fields"].keys() == {"title", "slug"}


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/html", "text/html; charset=utf-8"),
        ("application/json", "application/json"),
        ("application/json;q=0.3, text/html;q=0.9", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
    ],
)
def test_one_address_answers_as_the_client_asks(client, accept, kind):
    response = client.get("/latest/", headers={"Accept": accept})
    assert response.headers["Content-Type"] == kind
    assert "Accept" in response.headers["Vary"]


def test_what_cannot_be_offered_is_said(client):
    assert client.get("/latest/", headers={"Accept": "image/png"}).status_code == 406
