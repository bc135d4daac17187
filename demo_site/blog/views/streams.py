"""Responses that go on after the view has returned."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse

from ..models import Post

BATCH = 50
LONGEST = 1_000_000
COLUMNS = ["number", "title", "author", "category", "comments"]


class _Line:
    """A file-like object whose write() hands the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _columns(post: Post) -> list[object]:
    return [post.pk, post.title, post.author.username, post.category.name, post.comment_count]


def _rows() -> Iterator[list[object]]:
    """Read the posts in batches of 50: queries that run while the body is being sent."""
    last = 0
    posts = Post.objects.select_related("category").with_card_relations().order_by("pk")
    while batch := list(posts.filter(pk__gt=last)[:BATCH]):
        yield from map(_columns, batch)
        last = batch[-1].pk


def posts_csv(request: HttpRequest) -> StreamingHttpResponse:
    writer = csv.writer(_Line())

    def lines() -> Iterator[str]:
        yield writer.writerow(COLUMNS)
        for row in _rows():
            yield writer.writerow(row)

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="posts.csv"'
    return response


def as_long_as_asked(request: HttpRequest) -> StreamingHttpResponse:
    """Send ?lines=... lines of 1 KB each: with many, there is time to go away before the end."""

    def lines() -> Iterator[str]:
        for number in range(lines_asked(request)):
            yield f"{number:>1023}\n"

    return StreamingHttpResponse(lines(), content_type="text/plain")


def lines_asked(request: HttpRequest) -> int:
    """Three, unless the address says another number."""
    text = request.GET.get("lines", "")
    return min(int(text), LONGEST) if text.isdecimal() else 3


def broken(request: HttpRequest) -> StreamingHttpResponse:
    """A stream that fails half way: the status was sent long before."""

    def lines() -> Iterator[str]:
        for number in range(3):
            yield f"line {number}\n"
        raise OSError("the source of this stream went away")

    return StreamingHttpResponse(lines(), content_type="text/plain")
