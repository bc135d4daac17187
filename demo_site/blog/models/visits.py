"""Traffic: visits live in the alias `archive`, impressions of cards beside the posts."""

from __future__ import annotations

from django.db import models


class Visit(models.Model):
    """One page view of the past. No relations: they cannot cross into another database."""

    post_id = models.PositiveBigIntegerField(db_index=True)
    at = models.DateTimeField(db_index=True)
    seconds = models.PositiveIntegerField(help_text="How long the reader stayed.")
    referrer = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.seconds} s on post {self.post_id}"


class Impression(models.Model):
    """A card that was shown; written and deleted by the pages about writing in a loop."""

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="impressions")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"post {self.post_id} at position {self.position}"
