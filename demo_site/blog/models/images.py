"""A picture that is drawn on demand from its seed, so that the demo ships no binary files."""

from __future__ import annotations

import uuid

from django.db import models
from django.urls import reverse


class Image(models.Model):
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    alt = models.CharField(max_length=200)
    seed = models.PositiveIntegerField(default=1, help_text="Decides what is drawn.")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("blog:image", kwargs={"uuid": self.uuid})
