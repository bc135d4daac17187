"""Unique slugs for new posts."""

from __future__ import annotations

from itertools import count

from django.utils.text import slugify

from .models import Post


def unique_slug(title: str) -> str:
    """Return a free slug for `title`.

    It always ends in a number, so that no post can hide an address such as /posts/new/.
    """
    base = slugify(title)[:150] or "note"
    taken = set(Post.objects.filter(slug__startswith=f"{base}-").values_list("slug", flat=True))
    return next(slug for n in count(1) if (slug := f"{base}-{n}") not in taken)
