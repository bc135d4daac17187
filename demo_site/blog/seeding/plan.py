"""Replace all data of the demo by the seeded data, in one transaction per alias."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.management.color import no_style
from django.db import connections, models, router, transaction

from ..models import (
    Category,
    Comment,
    Image,
    Impression,
    Like,
    Post,
    Profile,
    Reaction,
    Tag,
    Visit,
)
from . import people, posts, taxonomy, traffic

# Children before the rows that they point to: each is deleted before what it needs.
ALL_MODELS: list[type[models.Model]] = [
    Visit, Impression, Reaction, Like, Comment, Post, Profile, Image, Tag, Category, User,
]  # fmt: skip
BATCH = 500


def reseed(count: int, seed: int) -> dict[str, int]:
    """Delete every user and all blog data, write the data of `seed`, return rows by name.

    The same `count` (number of posts) and `seed` always give the same rows, keys included.
    """
    with transaction.atomic(), transaction.atomic(using="archive"):
        for model in ALL_MODELS:
            model._base_manager.all().delete()
        written = _write(count, Random(seed))
        _continue_numbering()
    for alias in ("default", "files"):
        caches[alias].clear()
    return written


def _write(count: int, source: Random) -> dict[str, int]:
    users = _save(people.users())
    authors = users[:-1]
    categories = _save(taxonomy.categories())
    tags = _save(taxonomy.tags(source))
    images = _save(taxonomy.images(source))
    profiles = _save(people.profiles(authors, categories, source))
    written = _save(posts.posts(count, authors, categories, images, source))
    links = _save(posts.tag_links(written, tags, source))
    comments = _save(posts.comments(written, authors, source))
    likes = _save(posts.likes(written, authors, source))
    reactions = _save(traffic.reactions(written, comments, authors, source))
    visits = _save(traffic.visits(written, source))
    return {
        "users": len(users),
        "profiles": len(profiles),
        "categories": len(categories),
        "tags": len(tags),
        "images": len(images),
        "posts": len(written),
        "tag links": len(links),
        "comments": len(comments),
        "likes": len(likes),
        "reactions": len(reactions),
        "visits": len(visits),
    }


def _save(rows: Sequence[Any]) -> list[Any]:
    return list(type(rows[0])._base_manager.bulk_create(rows, batch_size=BATCH))


def _continue_numbering() -> None:
    """Let the next row of each table get a key after the explicit ones that were written."""
    for model in ALL_MODELS:
        connection = connections[router.db_for_write(model)]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
                cursor.execute(statement)
