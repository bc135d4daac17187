"""The category tree, the tags and the pictures."""

from __future__ import annotations

from random import Random
from uuid import UUID

from django.utils.text import slugify

from ..models import Category, Image, Tag
from .words import CATEGORIES, SUBJECTS, TAGS

IMAGES = 60


def uuid_from(source: Random) -> UUID:
    return UUID(int=source.getrandbits(128), version=4)


def categories() -> list[Category]:
    """Return every category with its key set, parents before their children."""
    rows: list[Category] = []
    for parent_name, children in CATEGORIES.items():
        parent = _category(len(rows) + 1, parent_name, None)
        rows.append(parent)
        for name in children:
            rows.append(_category(len(rows) + 1, name, parent))
    return rows


def _category(pk: int, name: str, parent: Category | None) -> Category:
    slug = slugify(name)
    trail = f"{parent.trail}/{slug}" if parent else slug
    return Category(pk=pk, name=name, slug=slug, trail=trail, parent=parent)


def tags(source: Random) -> list[Tag]:
    return [Tag(id=uuid_from(source), name=name, slug=name) for name in TAGS]


def images(source: Random) -> list[Image]:
    rows = []
    for number in range(1, IMAGES + 1):
        subject = source.choice(SUBJECTS)
        rows.append(
            Image(
                pk=number,
                uuid=uuid_from(source),
                title=f"Plate {number}: {subject}",
                alt=f"A grainy study of {subject}",
                seed=number,
            )
        )
    return rows
