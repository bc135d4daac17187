"""What is done right, or cannot be done otherwise, gives no finding."""

from __future__ import annotations

import time

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.core.paginator import Paginator
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Prefetch

from tests.findings.models import Author, Biography, Book, Country, Note, Tag


def joined():
    return Author.objects.select_related("country")


def test_one_row_with_its_relations(library, seen):
    library()
    with seen() as result:
        book = Book.objects.get(title="book 1")
        list(book.tags.all())
        assert book.author.biography
        assert book.author.books.count() == 1

    assert result.codes == []


def test_queryset_of_one_row(library, seen):
    library()
    with seen() as result:
        [book.author for book in Book.objects.filter(title="book 1")]

    assert result.codes == []


def test_repeats_from_different_places(library, seen):
    library()

    def first():
        return Book.objects.get(title="book 1")

    def second():
        return Book.objects.get(title="book 2")

    with seen() as result:
        assert first() != second()
        assert Book.objects.get(title="book 3")

    assert result.codes == []


@pytest.mark.parametrize(
    "books",
    [
        lambda: Book.objects.select_related("author__country"),
        lambda: Book.objects.prefetch_related("author__country"),
        lambda: Book.objects.prefetch_related(Prefetch("author", joined())),
    ],
    ids=["join", "prefetch", "prefetch with join"],
)
def test_forward_done_right(library, seen, books):
    library()
    with seen() as result:
        [book.origin for book in books()]

    assert result.codes == []


def test_to_many_done_right(library, seen):
    library()
    with seen() as result:
        for author in Author.objects.prefetch_related("books__tags", "notes", "biography"):
            for book in author.books.all():
                assert len(book.tags.all()) == book.tags.count() == 2
            assert author.notes.exists()
            assert author.biography.text

    assert result.codes == []


def test_generic_prefetch(library, seen):
    library()
    with seen() as result:
        [note.target for note in Note.objects.prefetch_related("target")]

    assert result.codes == []


def test_annotations(library, seen):
    library()
    with seen() as result:
        books = Book.objects.filter(author=OuterRef("pk"))
        list(Author.objects.annotate(Count("books"), has=Exists(books)))

    assert result.codes == []


def test_batches(library, seen):
    library()
    with seen() as result:
        Tag.objects.bulk_create([Tag(name=f"new {number}") for number in range(60)], batch_size=10)
        books = list(Book.objects.all())
        Book.objects.bulk_update(books, ["pages"], batch_size=1)
        Book.objects.in_bulk([book.pk for book in books])

    assert result.codes == []


def test_pages_of_a_paginator(library, seen):
    library()
    with seen() as result:
        page = Paginator(Book.objects.select_related("author").order_by("pk"), 2).page(2)
        [book.author for book in page]

    assert result.codes == []


def test_batches_by_offset(library, seen):
    library(12)
    with seen() as result:
        for start in range(0, 12, 2):
            list(Book.objects.order_by("pk")[start : start + 2])

    assert result.codes == []


def test_sessions_users_and_content_types(library, seen):
    library()
    User.objects.create_user("ada")
    with seen() as result:
        for number in range(6):
            session = SessionStore()
            session["number"] = number
            session.save()
            SessionStore(session.session_key).load()
            ContentType.objects.clear_cache()
            ContentType.objects.get_for_model(Book)
        assert not AnonymousUser().has_perm("site.view_book")

    assert result.codes == []


def test_savepoints(library, seen):
    library()
    with seen() as result:
        for _ in range(6):
            with transaction.atomic():
                pass

    assert result.codes == []


def test_chunked_deletes(library, seen):
    library(30)
    with seen() as result:
        while keys := list(Biography.objects.order_by("pk").values_list("pk", flat=True)[:5]):
            Biography.objects.filter(pk__in=keys).delete()

    assert result.codes == []


def test_polling_with_pauses(library, seen):
    library(2)
    with seen() as result:
        for _ in range(4):
            assert Book.objects.exists()
            time.sleep(0.06)

    assert result.codes == []


def test_slow_work_between_equal_questions_is_no_polling(library, seen):
    library()
    with seen() as result:
        for _ in range(4):
            assert Book.objects.exists()
            for number in range(6):
                time.sleep(0.01)
                connection.cursor().execute(f"SELECT {number}")

    assert "CP007" in result.codes


def test_what_has_another_answer_each_time(library, seen):
    library()
    with seen() as result, connection.cursor() as cursor:
        for _ in range(6):
            Book.objects.order_by("?").first()
            cursor.execute("SELECT CURRENT_TIMESTAMP")

    assert result.codes == []


def test_management_command_of_django_itself(library, seen):
    library()
    with seen() as result:
        for _ in range(4):
            call_command("migrate", verbosity=0)

    assert result.codes == []


def test_a_handful_of_get_or_create(library, seen):
    with seen() as result:
        for number in range(6):
            Country.objects.get_or_create(name=f"land {number}")

    assert result.codes == []


def test_same_question_after_a_write(library, seen):
    library()
    with seen() as result:
        for number in range(4):
            Biography.objects.count()
            Biography.objects.filter(author__name=f"author {number}").update(text=f"{number}")

    assert result.codes == []


def test_validation_of_unique_fields(library, seen):
    library()
    with seen() as result:
        for number in range(8):
            Tag(name=f"fresh {number}").full_clean()

    assert result.codes == []


def test_executemany(library, seen):
    keys = library()
    with seen() as result, connection.cursor() as cursor:
        cursor.executemany("UPDATE site_book SET pages = 1 WHERE id = %s", [[key] for key in keys])

    assert result.codes == []


def load(key):
    return Book.objects.get(pk=key)


def test_helper_called_from_different_places(library, seen):
    first, second, third, fourth, fifth, sixth = library()
    with seen() as result:
        load(first)
        load(second)
        load(third)
        load(fourth)
        load(fifth)
        load(sixth)

    assert result.codes == []
