"""Other ways to the database than one query at a time: many rows at once, chunks, a refusal."""

from __future__ import annotations

from contextlib import suppress

from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Impression, Post

CHUNK = 50
SHOWN = "INSERT INTO blog_impression (post_id, position) VALUES (%s, %s)"


def cursors(request: HttpRequest) -> HttpResponse:
    """Write with executemany, read in chunks, and be refused by a constraint."""
    first, second = Post.objects.order_by("pk")[:2]
    steps = [f"{_show_three_times(first)} rows by executemany"]
    steps.append(f"{_longest_title()} letters at most, read {CHUNK} posts at a time")
    with suppress(IntegrityError):
        _take_the_address(first, second)
    steps.append("an address that is taken already")
    return render(request, "blog/hood/steps.html", {"title": "Cursors", "steps": steps})


def _show_three_times(post: Post) -> int:
    """Write three rows in one call, and take them back, so that the page always shows the same."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.executemany(SHOWN, [(post.pk, position) for position in (1, 2, 3)])
        written = Impression.objects.filter(post=post).count()
        transaction.set_rollback(True)
    return written


def _longest_title() -> int:
    longest = 0
    for title in Post.objects.values_list("title", flat=True).iterator(chunk_size=CHUNK):
        longest = max(longest, len(title))
    return longest


def _take_the_address(first: Post, second: Post) -> None:
    with transaction.atomic():
        Post.objects.filter(pk=second.pk).update(slug=first.slug)
