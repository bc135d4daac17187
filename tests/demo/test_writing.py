from __future__ import annotations

import pytest
from django.contrib.messages import get_messages

from blog.models import Category, Comment, Post
from blog.slugs import unique_slug

LONG = "Some text about a pond."


@pytest.fixture
def written():
    return {
        "title": "The pond in March",
        "category": Category.objects.get(slug="ponds").pk,
        "summary": "What the pond did.",
        "body": LONG,
        "published": "2026-03-01 08:00",
    }


@pytest.fixture
def own_post(ada):
    return Post.objects.published().filter(author=ada).first()


def messages(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_writing_needs_a_login(client):
    assert client.get("/posts/new/").headers["Location"] == "/accounts/login/?next=/posts/new/"


def test_a_new_post_belongs_to_its_writer_and_redirects_to_itself(as_ada, ada, written):
    response = as_ada.post("/posts/new/", written)
    new = Post.objects.get(slug="the-pond-in-march-1")
    assert (response.status_code, response.headers["Location"]) == (302, new.get_absolute_url())
    assert new.author == ada
    assert messages(response) == ["“The pond in March” is saved."]


def test_the_mail_waits_for_the_commit(
    as_ada, written, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        as_ada.post("/posts/new/", written)
        assert mailoutbox == []
    assert [mail.subject for mail in mailoutbox] == ["Your post: The pond in March"]
    assert mailoutbox[0].alternatives[0].mimetype == "text/html"


def test_a_draft_redirects_to_the_list(as_ada, written):
    response = as_ada.post("/posts/new/", written | {"published": ""})
    assert response.headers["Location"] == "/posts/"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"title": ""}, "This field is required"),
        ({"title": "THE POND"}, "Please do not shout"),
        ({"summary": LONG}, "The summary must be shorter"),
        ({"category": "999"}, "Select a valid choice"),
    ],
)
def test_an_invalid_post_is_shown_again_with_its_error(as_ada, written, change, error):
    response = as_ada.post("/posts/new/", written | change)
    assert response.status_code == 200
    assert error in response.content.decode()


@pytest.mark.parametrize("title", ["New", "fixed", "17", "…"])
def test_no_slug_hides_another_address(title):
    slug = unique_slug(title)
    assert slug.endswith("-1")


def test_equal_titles_get_different_slugs(as_ada, written):
    for _ in range(3):
        as_ada.post("/posts/new/", written)
    slugs = Post.objects.filter(title=written["title"]).values_list("slug", flat=True)
    assert sorted(slugs) == [f"the-pond-in-march-{number}" for number in (1, 2, 3)]


def test_an_author_may_change_a_post(as_ada, own_post, written):
    response = as_ada.post(f"{own_post.get_absolute_url()}edit/", written)
    own_post.refresh_from_db()
    assert own_post.title == "The pond in March"
    assert response.headers["Location"] == own_post.get_absolute_url()


@pytest.mark.parametrize("what", ["edit", "delete"])
def test_nobody_else_may_change_it(as_ada, ada, what):
    other = Post.objects.published().exclude(author=ada).first()
    response = as_ada.post(f"{other.get_absolute_url()}{what}/")
    assert response.status_code == 403
    assert "only its author may change a post" in response.content.decode()


def test_an_author_may_delete_a_post_with_its_comments(as_ada, own_post):
    response = as_ada.post(f"{own_post.get_absolute_url()}delete/")
    assert response.headers["Location"] == "/posts/"
    assert not Post.objects.filter(pk=own_post.pk).exists()
    assert not Comment.objects.filter(post_id=own_post.pk).exists()


def test_a_comment_is_stored_unapproved_and_redirects(as_ada, post):
    response = as_ada.post(f"{post.get_absolute_url()}comments/", {"body": "Well seen."})
    assert response.headers["Location"] == post.get_absolute_url()
    comment = Comment.objects.get(body="Well seen.")
    assert (comment.post, comment.approved) == (post, False)


def test_too_short_a_comment_is_shown_again(as_ada, post):
    response = as_ada.post(f"{post.get_absolute_url()}comments/", {"body": "ok"})
    assert response.status_code == 422
    assert "at least three characters" in response.content.decode()


def test_a_guest_cannot_comment(client, post):
    response = client.post(f"{post.get_absolute_url()}comments/", {"body": "Well seen."})
    assert response.headers["Location"].startswith("/accounts/login/")


def test_a_form_without_its_token_is_refused(ada, post):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    response = strict.post(f"{post.get_absolute_url()}comments/", {"body": "Well seen."})
    assert response.status_code == 403
