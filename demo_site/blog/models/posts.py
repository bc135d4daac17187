"""A post, and who likes it."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from .comments import Comment
from .images import Image
from .reactions import Reaction
from .taxonomy import Category, Tag


class PostQuerySet(models.QuerySet["Post"]):
    def published(self) -> PostQuerySet:
        return self.filter(published__lte=Now())

    def search(self, words: str) -> PostQuerySet:
        """Return the posts that hold every word in their title, summary or author's name."""
        found = self
        for word in words.split():
            found = found.filter(
                models.Q(title__icontains=word)
                | models.Q(summary__icontains=word)
                | models.Q(author__last_name__icontains=word)
            )
        return found

    def with_card_relations(self) -> PostQuerySet:
        """Return the same posts with all that a card shows, from two queries in all."""
        return (
            self.select_related("author")
            .prefetch_related("tags")
            .annotate(comment_count=models.Count("comments"))
            # With GROUP BY, Django does not apply the default ordering.
            .order_by("-published", "-pk")
        )


class Post(models.Model):
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="posts")
    category = models.ForeignKey(Category, models.PROTECT, related_name="posts")
    image = models.ForeignKey(Image, models.SET_NULL, related_name="posts", null=True, blank=True)
    tags = models.ManyToManyField(Tag, related_name="posts", blank=True)
    likers: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="blog.Like", related_name="liked_posts"
    )
    reactions = GenericRelation(Reaction, related_query_name="post")

    title = models.CharField(max_length=160)
    slug = models.SlugField(max_length=180, unique=True)
    summary = models.CharField(max_length=300)
    body = models.TextField()
    reading_minutes = models.PositiveSmallIntegerField(default=1)
    views = models.PositiveIntegerField(default=0)
    published = models.DateTimeField(
        null=True, blank=True, db_index=True, help_text="Empty: a draft."
    )
    created = models.DateTimeField(default=timezone.now, editable=False)
    updated = models.DateTimeField(default=timezone.now, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["-published", "-pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Not auto_now: bulk_create() would overwrite the dates of the seeded posts.
        if kwargs.get("update_fields") is None:
            self.updated = timezone.now()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("blog:posts:detail", kwargs={"slug": self.slug})

    def approved_comments(self) -> models.QuerySet[Comment]:
        return self.comments.filter(approved=True)


class Like(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="likes")
    post = models.ForeignKey(Post, models.CASCADE, related_name="likes")
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "post"], name="one_like_each")]

    def __str__(self) -> str:
        return f"{self.user_id} likes {self.post_id}"
