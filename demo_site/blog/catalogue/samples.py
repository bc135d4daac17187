"""Rows of the database that stand for any post, tag and so on in the index's addresses."""

from __future__ import annotations

from ..converters import Quarter
from ..models import Category, Post

Samples = dict[str, object]


def samples() -> Samples:
    """Return the URL arguments of the index, by key; empty where nothing is seeded yet."""
    post = Post.objects.published().filter(image__isnull=False).select_related("image").first()
    if post is None or post.image is None or post.published is None:
        return {}
    tag = post.tags.first()
    category = Category.objects.filter(parent__isnull=False).first()
    own = Post.objects.published().filter(author__username="ada").first()
    published = post.published
    return {
        "post_pk": post.pk,
        "post_slug": post.slug,
        "own_slug": own.slug if own else post.slug,
        "image_uuid": post.image.uuid,
        "tag_pk": tag.pk if tag else None,
        "category_trail": category.trail if category else "",
        "year": f"{published.year:04}",
        "month": f"{published.month:02}",
        "quarter": Quarter(published.year, (published.month + 2) // 3),
    }
