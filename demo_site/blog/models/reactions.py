"""A reader's one-word reaction to anything: the blog's generic relation."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Reaction(models.Model):
    class Word(models.TextChoices):
        AGREE = "agree", "I agree"
        DOUBT = "doubt", "I doubt it"
        SEEN = "seen", "I saw it too"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reactions")
    word = models.CharField(max_length=10, choices=Word.choices)
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="reaction_target")]

    def __str__(self) -> str:
        return self.get_word_display()
