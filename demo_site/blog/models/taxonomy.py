"""How posts are sorted: a tree of categories, and flat tags."""

from __future__ import annotations

import uuid

from django.db import models
from django.urls import reverse


class Category(models.Model):
    """A node of the category tree; `trail` is the path of slugs from the root to it."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80)
    trail = models.CharField(max_length=200, unique=True)
    parent = models.ForeignKey(
        "self", models.CASCADE, related_name="children", null=True, blank=True
    )

    class Meta:
        ordering = ["trail"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("blog:browse:category", kwargs={"trail": self.trail})


class Tag(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=40, unique=True)
    slug = models.SlugField(max_length=40, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("blog:browse:tag", kwargs={"pk": self.pk})
