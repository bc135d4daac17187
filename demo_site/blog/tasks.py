"""Background work: a task where Django has them (6.0 and later), a plain function before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django

from .models import Post


def count_words(post_pk: int) -> int:
    """Return the number of words in a post's text."""
    return len(Post.objects.values_list("body", flat=True).get(pk=post_pk).split())


if django.VERSION >= (6, 0):
    from django.tasks import task

    count_words = task(count_words)


def run_task(function: Callable[..., Any] | Any, *args: Any) -> Any:
    """Enqueue a task and return its value, which the default backend has ready at once."""
    if not hasattr(function, "enqueue"):
        return function(*args)
    return function.enqueue(*args).return_value
