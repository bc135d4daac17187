"""Findings from wherever code runs: helpers, properties, generators, signals, aliases."""

from __future__ import annotations

import pytest
from django.db.models.signals import post_init

from tests.findings.lines import lines_of
from tests.findings.models import Author, Book, Country

line_of = lines_of(__file__)


def test_comprehension(library, seen):
    library()
    with seen() as result:
        {book.author.name for book in Book.objects.all()}

    assert result.finding.relation == "author"


def test_str_of_a_model(library, seen):
    library()
    with seen() as result:
        [str(author) for author in Author.objects.all()]

    assert (result.finding.model, result.finding.relation) == ("site.Author", "country")
    assert result.finding.trigger.function == "Author.__str__"


def test_generator_that_is_read_later(library, seen):
    library()

    def names():
        for book in Book.objects.iterator():  # generator source
            yield book.author.name

    with seen() as result:
        list(names())

    assert result.finding.relation == "author"
    assert result.finding.confidence == "exact"
    assert result.finding.source.line == line_of("generator source")


def test_iterator_in_chunks_with_a_prefetch_is_silent(library, seen):
    library()
    with seen() as result:
        for book in Book.objects.prefetch_related("tags").iterator(chunk_size=3):
            list(book.tags.all())

    assert result.codes == []


def test_step_behind_a_prefetch_of_an_iterator(library, seen):
    library()
    with seen() as result:
        for author in Author.objects.prefetch_related("books").iterator(chunk_size=10):
            for book in author.books.all():
                list(book.tags.all())

    assert result.finding.path == "books__tags"


def test_signal_receiver(library, seen):
    library()

    def receive(instance, **_):
        instance.author  # noqa: B018  # receiver

    post_init.connect(receive, sender=Book)
    try:
        with seen() as result:
            list(Book.objects.all())
    finally:
        post_init.disconnect(receive, sender=Book)

    assert result.finding.relation == "author"
    assert result.finding.trigger.line == line_of("receiver")


@pytest.mark.django_db(databases=["default", "other"])
def test_two_aliases_are_one_cause(library, seen, tables_of_other):
    library()
    for model in (Country, Author, Book):
        model.objects.using("other").bulk_create(model.objects.order_by("pk"))
    with seen() as result:
        for alias in ("default", "other"):
            [book.author for book in Book.objects.using(alias)]  # both aliases

    assert (result.finding.relation, result.finding.count) == ("author", 12)
    assert result.finding.source.line == line_of("both aliases")


def test_lookups_through_a_helper_of_a_manager(library, seen):
    keys = library()
    with seen() as result:
        for key in keys:
            Book.objects.readable().get(pk=key)  # helper get

    assert (result.finding.code, result.finding.trigger.line) == ("CP005", line_of("helper get"))


def test_country_of_each_author(library, seen):
    library()
    with seen() as result:
        for author in Author.objects.all():
            Country.objects.filter(authors=author).first()

    assert result.finding.code == "CP005"


def load(key):
    return Book.objects.get(pk=key)


def test_loop_around_a_helper_is_the_trigger(library, seen):
    keys = library()
    with seen() as result:
        for key in keys:
            load(key)  # loop around helper

    assert result.finding.trigger.line == line_of("loop around helper")


def test_recursion(library, seen):
    keys = library()

    def walk(left):
        if left:
            load(left[0])
            walk(left[1:])

    with seen() as result:
        walk(keys)

    # The outermost call comes from another line than those within.
    assert (result.finding.code, result.finding.count) == ("CP005", 5)
