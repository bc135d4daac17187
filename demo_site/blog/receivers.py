"""Receivers of Django's signals and of the blog's own."""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from .models import Comment, Like, Post
from .signals import post_read

logger = logging.getLogger(__name__)

FRONT_PAGE_KEY = "blog:front-page"


@receiver([post_save, post_delete], sender=Post, dispatch_uid="blog.forget_front_page")
def forget_front_page(sender: type[Post], **kwargs: Any) -> None:
    cache.delete(FRONT_PAGE_KEY)


@receiver(post_save, sender=Comment, dispatch_uid="blog.announce_comment")
def announce_comment(sender: type[Comment], instance: Comment, created: bool, **_: Any) -> None:
    if created:
        logger.info("comment %s awaits approval", instance.pk)


@receiver([post_save, post_delete], sender=Like, dispatch_uid="blog.forget_likes")
def forget_likes(sender: type[Like], instance: Like, **kwargs: Any) -> None:
    cache.delete(f"blog:likes:{instance.post_id}")


@receiver(post_read, dispatch_uid="blog.remember_reader")
def remember_reader(sender: type[Post], post: Post, reader: str, **kwargs: Any) -> str:
    cache.set(f"blog:last-reader:{post.pk}", reader, timeout=60)
    return f"remembered {reader}"


@receiver(post_read, dispatch_uid="blog.refuse_robots")
def refuse_robots(sender: type[Post], post: Post, reader: str, **kwargs: Any) -> str:
    if reader == "robot":
        raise PermissionError("robots are not counted")
    return "a person"
