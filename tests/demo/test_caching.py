from __future__ import annotations

import pytest

from .counting import statements


@pytest.mark.parametrize("page", ["page", "fragment", "files"])
def test_the_second_time_nothing_is_asked_of_the_database(client, page):
    url = f"/caching/{page}/"
    assert len(statements(client, url)) == 1
    assert statements(client, url) == []


@pytest.mark.parametrize("page", ["page", "fragment", "files"])
def test_a_hit_is_the_same_page(client, page):
    url = f"/caching/{page}/"
    assert client.get(url).content == client.get(url).content


def test_a_fragment_varies_by_its_part(client):
    assert len(statements(client, "/caching/fragment/?part=1")) == 1
    assert len(statements(client, "/caching/fragment/?part=2")) == 1
    assert statements(client, "/caching/fragment/?part=1") == []


def test_the_cache_by_hand_misses_once_and_then_hits(client):
    first, second = client.get("/caching/by-hand/"), client.get("/caching/by-hand/")
    assert (first.context["hit"], second.context["hit"]) == (False, True)
    assert (first.context["opened"], second.context["opened"]) == (1, 2)


def test_the_cache_by_hand_can_be_forgotten(client):
    client.get("/caching/by-hand/")
    assert client.get("/caching/by-hand/?forget=1").context["hit"] is False


def test_several_keys_are_found_together(client):
    found = client.get("/caching/by-hand/").context["found"]
    assert set(found) == {"blog:front-page", "blog:tags"}


def test_saving_a_post_forgets_the_front_page(client, post):
    client.get("/caching/by-hand/")
    post.save()
    assert client.get("/caching/by-hand/").context["hit"] is False
