"""Rows taken from a queue one by one, which is what a queue is for, and what only looks like it."""

from __future__ import annotations

from tests.findings.models import Book


def test_queue(library, seen):
    library(8)
    Book.objects.update(pages=0)
    with seen() as result:
        while (book := Book.objects.filter(pages=0).order_by("pk").first()) is not None:
            book.pages = 1
            book.save(update_fields=["pages"])

    assert result.codes == []


def test_a_lock_alone_makes_no_queue(library, seen):
    keys = library(8)
    with seen() as result:
        for key in keys:
            Book.objects.select_for_update().get(pk=key)

    assert result.codes == ["CP005"]


def test_queue_of_locked_rows(library, seen):
    library(8)
    with seen() as result:
        done = 0
        for _ in range(6):
            book = Book.objects.select_for_update().filter(pk__gt=done).order_by("pk").first()
            done = book.pk

    assert result.codes == []


def test_queue_that_passes_over_what_others_have(library, seen):
    keys = library(8)
    with seen() as result:
        for key in keys:
            found = Book.objects.select_for_update(skip_locked=True).filter(pk__gte=key)
            assert list(found[:1])

    assert result.codes == []


def test_one_row_locked_again_and_again(library, seen):
    key = library()[0]
    with seen() as result:
        for _ in range(6):
            Book.objects.select_for_update().get(pk=key)

    assert result.codes == []
