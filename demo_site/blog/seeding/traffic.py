"""Reactions of readers, and the visits of the past that fill the alias `archive`."""

from __future__ import annotations

from random import Random

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType

from ..models import Comment, Post, Reaction, Visit
from .dates import some_time_after

REACTIONS_PER_POST = 2
VISITS_PER_POST = 25
REFERRERS = ["", "", "search.example", "news.example", "friends.example"]


def reactions(
    posts: list[Post], comments: list[Comment], people: list[User], source: Random
) -> list[Reaction]:
    """Return reactions to posts and comments in turn, so that each page of them mixes both."""
    post_type = ContentType.objects.get_for_model(Post)
    comment_type = ContentType.objects.get_for_model(Comment)
    rows = []
    for pk in range(1, REACTIONS_PER_POST * len(posts) + 1):
        target = posts[pk % len(posts)] if pk % 2 else comments[pk % len(comments)]
        rows.append(
            Reaction(
                pk=pk,
                user=source.choice(people),
                word=source.choice(Reaction.Word.values),
                content_type=post_type if pk % 2 else comment_type,
                object_id=target.pk,
            )
        )
    return rows


def visits(posts: list[Post], source: Random) -> list[Visit]:
    rows = []
    for pk in range(1, VISITS_PER_POST * len(posts) + 1):
        post = source.choice(posts)
        rows.append(
            Visit(
                pk=pk,
                post_id=post.pk,
                at=some_time_after(post.created, source, days=90),
                seconds=int(source.expovariate(1 / 90)) + 3,
                referrer=source.choice(REFERRERS),
            )
        )
    return rows
