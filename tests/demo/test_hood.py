from __future__ import annotations

import re

import pytest

from blog.models import Impression, Post


def steps(response):
    return re.findall(r"<li>(.*?)</li>", response.content.decode().split("<ol>")[1])


def test_a_transaction_keeps_one_savepoint_and_rolls_the_other_back(client):
    assert steps(client.get("/hood/transactions/"))[:2] == [
        "savepoint kept",
        "savepoint rolled back",
    ]
    assert not Impression.objects.exists()


def test_on_commit_runs_after_the_commit(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        client.get("/hood/transactions/")
    assert len(callbacks) == 1


def test_a_signal_reaches_each_receiver_though_one_fails(client):
    outcomes = steps(client.get("/hood/signals/"))
    assert outcomes == [
        "remember_reader: remembered robot",
        "refuse_robots: PermissionError",
        "a signal without receivers: 0 calls",
    ]


def test_threads_answer_from_connections_of_their_own(client):
    assert steps(client.get("/hood/threads/")) == ["posts: 200", "comments: 1000", "users: 21"]


def test_a_task_gives_its_value(client):
    words = len(Post.objects.get(pk=1).body.split())
    assert steps(client.get("/hood/tasks/")) == [f"word count: {words}"]


def test_log_records_of_four_levels_are_written(client, caplog):
    caplog.set_level("DEBUG", logger="blog")
    client.get("/hood/logs/")
    records = [record for record in caplog.records if record.name == "blog.views.hood"]
    assert [record.levelname for record in records] == ["DEBUG", "INFO", "WARNING", "ERROR"]
    assert records[-1].exc_info


def test_the_policy_allows_only_the_nonce_of_this_response(client):
    first, second = client.get("/hood/csp/"), client.get("/hood/csp/")
    nonce = re.search(r'<script nonce="([^"]+)"', first.content.decode()).group(1)
    assert f"script-src 'nonce-{nonce}'" in first.headers["Content-Security-Policy"]
    assert nonce not in second.headers["Content-Security-Policy"]


def test_the_session_counts_visits(client):
    assert "You were here 1 time<" in client.get("/hood/session/").content.decode()
    assert "You were here 2 times<" in client.get("/hood/session/").content.decode()


def test_messages_are_shown_once(client):
    shown = client.post("/hood/messages/", follow=True)
    assert shown.redirect_chain == [("/hood/messages/", 302)]
    assert "You pressed the button." in shown.content.decode()
    assert "You pressed the button." not in client.get("/hood/messages/").content.decode()


@pytest.mark.parametrize(
    ("asked", "language", "word"),
    [("de", "de", "Montag"), ("fr", "fr", "lundi"), ("xx", "en-gb", "Monday")],
)
def test_the_language_is_negotiated(client, asked, language, word):
    response = client.get("/hood/language/", headers={"Accept-Language": asked})
    assert response.headers["Content-Language"] == language
    assert word in response.content.decode()


def test_reading_a_post_tells_the_receivers(client, post):
    from django.core.cache import cache

    client.get(post.get_absolute_url())
    assert cache.get(f"blog:last-reader:{post.pk}") == "guest"


def test_liking_forgets_the_cached_likes(as_ada, post):
    from django.core.cache import cache

    cache.set(f"blog:likes:{post.pk}", 7)
    Post.objects.get(pk=post.pk).likes.all().delete()
    as_ada.post(f"/api/posts/{post.pk}/like/")
    assert cache.get(f"blog:likes:{post.pk}") is None


def test_cursors_write_many_read_in_chunks_and_are_refused(client):
    longest = max(len(post.title) for post in Post.objects.all())
    assert steps(client.get("/hood/cursors/")) == [
        "3 rows by executemany",
        f"{longest} letters at most, read 50 posts at a time",
        "an address that is taken already",
    ]
    assert not Impression.objects.exists()


def test_permissions_are_those_of_the_visitor(client, as_admin):
    assert steps(as_admin.get("/hood/permissions/"))[-1] == "blog.delete_post: yes"
    as_admin.logout()
    assert steps(as_admin.get("/hood/permissions/"))[-1] == "blog.delete_post: no"
