from __future__ import annotations

import re

import pytest

from .counting import statements
from blog.models import Category, Comment, Post


def cards(response):
    return re.findall(r'<article class="card">.*?</article>', response.content.decode(), re.DOTALL)


def test_the_list_asks_three_queries_per_card(client):
    asked = statements(client, "/posts/")
    assert len(asked) == 3 + 3 * 12  # count, posts, categories; then author, comments, tags


def test_the_fixed_list_asks_a_fixed_number(client):
    assert len(statements(client, "/posts/fixed/")) == 4  # count, posts, tags, categories


@pytest.mark.parametrize("query", ["", "?page=2", "?q=frost", "?category=coast"])
def test_both_lists_show_the_same_cards(client, query):
    bad, fixed = client.get(f"/posts/{query}"), client.get(f"/posts/fixed/{query}")
    strip = [re.sub(r"\s+", " ", card) for card in cards(bad)]
    assert strip == [re.sub(r"\s+", " ", card) for card in cards(fixed)] != []


def test_both_lists_link_to_each_other_and_keep_the_search(client):
    assert 'href="/posts/fixed/?q=frost"' in client.get("/posts/?q=frost").content.decode()
    assert 'href="/posts/?q=frost"' in client.get("/posts/fixed/?q=frost").content.decode()


def test_the_list_is_paginated_newest_first(client):
    first, last = client.get("/posts/"), client.get("/posts/?page=16")
    assert (len(cards(first)), len(cards(last))) == (12, 12)
    assert 'rel="next"' in first.content.decode()
    dates = [found.published for found in first.context["posts"]]
    assert dates == sorted(dates, reverse=True)


def test_a_page_beyond_the_last_is_not_found(client):
    assert client.get("/posts/?page=99").status_code == 404


def test_drafts_are_not_listed(client):
    assert client.get("/posts/").context["paginator"].count == 192


def test_search_wants_every_word(client):
    found = client.get("/posts/?q=frost+counting").context["posts"]
    assert found
    for hit in found:
        text = f"{hit.title} {hit.summary} {hit.author.last_name}".lower()
        assert "frost" in text
        assert "counting" in text


def test_the_category_filter_keeps_its_choice(client):
    response = client.get("/posts/?category=coast")
    coast = Category.objects.get(slug="coast")
    assert {found.category_id for found in response.context["posts"]} == {coast.pk}
    assert '<option value="coast" selected>' in response.content.decode()


def test_nothing_found_is_said(client):
    assert "No post matches" in client.get("/posts/?q=volcano").content.decode()


def test_a_post_by_number_and_by_slug_is_the_same_page(client, post):
    by_pk, by_slug = client.get(f"/posts/{post.pk}/"), client.get(post.get_absolute_url())
    assert by_pk.content == by_slug.content


def test_a_post_asks_a_fixed_number_of_queries(client, post):
    # the post with author, profile, category and image; tags; likes; comments; related posts
    assert len(statements(client, post.get_absolute_url())) == 5


def test_a_post_shows_only_approved_comments(client, post, ada):
    Comment.objects.create(post=post, author=ada, body="Waiting for approval", approved=False)
    Comment.objects.create(post=post, author=ada, body="Approved and shown", approved=True)
    page = client.get(post.get_absolute_url()).content.decode()
    assert "Approved and shown" in page
    assert "Waiting for approval" not in page


def test_a_draft_is_not_found(client):
    draft = Post.objects.filter(published=None).first()
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_post_shows_three_others_of_its_category(client, post):
    related = client.get(post.get_absolute_url()).context["related"]
    assert len(related) == 3
    assert all(other.category_id == post.category_id != other.pk for other in related)
