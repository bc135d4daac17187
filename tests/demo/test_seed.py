from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from blog.models import Comment, Post, Profile, Tag, Visit
from blog.seeding.plan import ALL_MODELS


def everything():
    return {
        model.__name__: list(model._base_manager.order_by("pk").values()) for model in ALL_MODELS
    }


def test_the_default_is_200_posts_20_authors_and_1000_comments():
    authors = User.objects.filter(posts__isnull=False).distinct().count()
    assert (Post.objects.count(), authors, Comment.objects.count()) == (200, 20, 1000)


def test_seeding_twice_gives_the_same_rows_keys_included():
    before = everything()
    Post.objects.filter(pk__lt=10).delete()
    call_command("seed", verbosity=0)
    assert everything() == before


def test_another_seed_gives_other_posts_of_the_same_number():
    before = list(Post.objects.values_list("title", flat=True))
    call_command("seed", "--seed", "2", verbosity=0)
    after = list(Post.objects.values_list("title", flat=True))
    assert len(after) == len(before)
    assert after != before


@pytest.mark.parametrize("count", [1, 7, 30])
def test_posts_scales_what_belongs_to_them(count):
    call_command("seed", "--posts", str(count), verbosity=0)
    assert Post.objects.count() == count
    assert Comment.objects.count() == 5 * count
    assert Visit.objects.count() == 25 * count


def test_no_posts_is_refused_with_what_to_do():
    with pytest.raises(CommandError, match="must be 1 or more, not 0"):
        call_command("seed", "--posts", "0")


def test_it_says_what_it_did_and_how_to_log_in(capsys):
    call_command("seed")
    said = capsys.readouterr().out
    assert "200 posts" in said
    assert "admin/admin" in said


@pytest.mark.parametrize(("name", "staff"), [("ada", False), ("admin", True)])
def test_the_accounts_can_log_in(client, name, staff):
    assert client.login(username=name, password=name)
    assert User.objects.get(username=name).is_superuser is staff


def test_no_other_account_can_log_in(client):
    assert not client.login(username="benno", password="benno")


def test_keys_go_on_after_the_seeded_ones(post, ada):
    comment = Comment.objects.create(post=post, author=ada, body="The next one.")
    assert comment.pk > 1000


def test_each_author_has_a_profile_and_each_post_some_tags():
    assert Profile.objects.count() == 20
    assert not Post.objects.filter(tags=None).exists()
    assert Tag.objects.filter(posts=None).count() == 0


def test_every_25th_post_is_a_draft():
    assert Post.objects.filter(published=None).count() == 8
