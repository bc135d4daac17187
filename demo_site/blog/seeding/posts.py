"""Posts, their tags and what readers leave below them."""

from __future__ import annotations

from random import Random
from typing import Any

from django.contrib.auth.models import User
from django.utils.text import slugify

from ..models import Category, Comment, Image, Like, Post, Tag
from .dates import some_time_after, spread
from .taxonomy import uuid_from
from .words import ENDINGS, OPENINGS, REMARKS, SENTENCES, SUBJECTS

COMMENTS_PER_POST = 5
LIKES_PER_POST = 4
DRAFT_EVERY = 25


def _title(source: Random) -> str:
    return f"{source.choice(OPENINGS)} {source.choice(SUBJECTS)} {source.choice(ENDINGS)}"


def _body(source: Random) -> str:
    paragraphs = source.randrange(3, 7)
    return "\n\n".join(" ".join(source.sample(SENTENCES, 5)) for _ in range(paragraphs))


def _post(pk: int, count: int, source: Random) -> Post:
    title, body, published = _title(source), _body(source), spread(pk - 1, count)
    return Post(
        pk=pk,
        uuid=uuid_from(source),
        title=title,
        # The number keeps slugs unique: there are fewer titles than posts.
        slug=f"{slugify(title)}-{pk}",
        summary=source.choice(SENTENCES),
        body=body,
        reading_minutes=1 + len(body.split()) // 200,
        published=None if pk % DRAFT_EVERY == 0 else published,
        created=published,
        updated=published,
    )


def posts(
    count: int,
    people: list[User],
    categories: list[Category],
    images: list[Image],
    source: Random,
) -> list[Post]:
    """Return `count` posts, oldest first; each 25th is a draft, and 3 of 4 have a picture."""
    rows = []
    for pk in range(1, count + 1):
        post = _post(pk, count, source)
        # In turn, not at random: each author and each category then has posts, however few.
        post.author = people[pk % len(people)]
        post.category = categories[pk % len(categories)]
        post.image = images[pk % len(images)] if pk % 4 else None
        rows.append(post)
    return rows


def tag_links(posts: list[Post], tags: list[Tag], source: Random) -> list[Any]:
    through = Post.tags.through
    return [
        through(post_id=post.pk, tag_id=tag.pk)
        for post in posts
        for tag in source.sample(tags, source.randrange(2, 5))
    ]


def comments(posts: list[Post], people: list[User], source: Random) -> list[Comment]:
    """Return 5 comments for each post on average, every tenth of them not yet approved."""
    rows = []
    for pk in range(1, COMMENTS_PER_POST * len(posts) + 1):
        post = source.choice(posts)
        rows.append(
            Comment(
                pk=pk,
                post=post,
                author=source.choice(people),
                body=source.choice(REMARKS),
                approved=pk % 10 != 0,
                created=some_time_after(post.created, source, days=30),
            )
        )
    return rows


def likes(posts: list[Post], people: list[User], source: Random) -> list[Like]:
    rows: list[Like] = []
    for post in posts:
        for user in source.sample(people, source.randrange(1, 2 * LIKES_PER_POST)):
            created = some_time_after(post.created, source, days=60)
            rows.append(Like(pk=len(rows) + 1, user=user, post=post, created=created))
    return rows
