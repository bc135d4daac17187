"""What readers write below a post."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils import timezone

from .reactions import Reaction


class Comment(models.Model):
    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="comments")
    reply_to = models.ForeignKey(
        "self", models.SET_NULL, related_name="replies", null=True, blank=True
    )
    reactions = GenericRelation(Reaction, related_query_name="comment")
    body = models.TextField()
    approved = models.BooleanField(default=True)
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["created", "pk"]

    def __str__(self) -> str:
        return self.body[:60]

    def get_absolute_url(self) -> str:
        return f"{self.post.get_absolute_url()}#comment-{self.pk}"


class ApprovedCommentManager(models.Manager["ApprovedComment"]):
    def get_queryset(self) -> models.QuerySet[ApprovedComment]:
        return super().get_queryset().filter(approved=True)


class ApprovedComment(Comment):
    """The same rows through a proxy, for the admin list that is done right."""

    objects = ApprovedCommentManager()

    class Meta:
        proxy = True
        verbose_name = "approved comment (fixed list)"
        verbose_name_plural = "approved comments (fixed list)"
