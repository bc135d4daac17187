"""CP008 again: rows deleted one by one, and relations added one by one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ..models import Impression, Post, Tag
from .page import FindingPage

ROWS = 20


def _write_impressions() -> None:
    """Leave 20 rows to delete, in two statements."""
    post = get_object_or_404(Post, pk=1)
    Impression.objects.all().delete()
    rows = [Impression(post=post, position=position) for position in range(ROWS)]
    Impression.objects.bulk_create(rows)


def delete_bad(request: HttpRequest) -> HttpResponse:
    _write_impressions()
    impressions = Impression.objects.filter(position__lt=ROWS)  # source: cp008-delete
    for impression in impressions:
        impression.delete()  # trigger: cp008-delete
    return _show(request, f"Deleted {len(impressions)} impressions.")


def delete_fixed(request: HttpRequest) -> HttpResponse:
    _write_impressions()
    deleted, _ = Impression.objects.filter(position__lt=ROWS).delete()
    return _show(request, f"Deleted {deleted} impressions.")


def add_bad(request: HttpRequest) -> HttpResponse:
    post, kept, tags = _untagged()
    for tag in tags:
        post.tags.add(tag)  # trigger: cp008-add
    post.tags.set(kept)
    return _show(request, f"Tagged a post {len(tags)} times, and put its own tags back.")


def add_fixed(request: HttpRequest) -> HttpResponse:
    post, kept, tags = _untagged()
    post.tags.add(*tags)
    post.tags.set(kept)
    return _show(request, f"Tagged a post {len(tags)} times, and put its own tags back.")


def _untagged() -> tuple[Post, list[Tag], list[Tag]]:
    """Take the tags off a post; return it, the tags it had, and all tags."""
    post = get_object_or_404(Post, pk=1)
    kept = list(post.tags.all())
    post.tags.clear()
    return post, kept, list(Tag.objects.all())


def _show(request: HttpRequest, line: str) -> HttpResponse:
    return render(request, "blog/findings/lines.html", {"lines": [line]})


PAGES = (
    FindingPage(
        code="CP008",
        slug="cp008-delete",
        title="delete() in a loop",
        look_for="One DELETE per impression: the queryset can delete them all.",
        model="blog.Impression",
        relation="",
        remedy="queryset_delete",
        bad=delete_bad,
        fixed=delete_fixed,
    ),
    FindingPage(
        code="CP008",
        slug="cp008-add",
        title="add() in a loop",
        look_for="One INSERT per tag, each in a transaction of its own: add() takes them all.",
        model="blog.Post",
        relation="tags",
        remedy="m2m_add",
        bad=add_bad,
        fixed=add_fixed,
    ),
)
