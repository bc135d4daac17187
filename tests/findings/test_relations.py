"""Findings about relations: from any kind of relation to its source, path and remedy."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects

from tests.findings.lines import lines_of
from tests.findings.models import Atlas, Author, Biography, Book, Note, ShortBook, Tag

line_of = lines_of(__file__)


def test_foreign_key_in_a_loop(library, seen):
    library()
    with seen() as result:
        books = Book.objects.readable()  # fk source
        for book in books:
            book.author  # noqa: B018  # fk trigger

    finding = result.finding
    assert (finding.code, finding.model, finding.relation) == ("CP001", "site.Book", "author")
    assert (finding.count, finding.confidence) == (6, "exact")
    assert finding.severity in {"warning", "error"}  # an error where the machine is slow
    assert finding.source.line == line_of("fk source")
    assert finding.trigger.line == line_of("fk trigger")
    assert finding.remedy.code == '.select_related("author")'


def test_two_lines_are_one_cause(library, seen):
    library()
    with seen() as result:
        for book in Book.objects.all():
            if book.pages % 2:
                book.author  # noqa: B018
            else:
                book.author.name  # noqa: B018

    assert result.finding.count == 6


def test_two_instances_are_enough(library, seen):
    library(2)
    with seen() as result:
        [book.author for book in Book.objects.all()]

    assert result.finding.severity == "info"


def test_reverse_one_to_one(library, seen):
    library()
    with seen() as result:
        [author.biography for author in Author.objects.all()]

    finding = result.finding
    assert (finding.code, finding.model, finding.relation) == ("CP001", "site.Author", "biography")
    assert finding.remedy.kind == "select_related"


def test_missing_reverse_one_to_one_counts_too(library, seen):
    library()
    Biography.objects.all().delete()
    with seen() as result:
        [hasattr(author, "biography") for author in Author.objects.all()]

    assert result.finding.relation == "biography"


def test_generic_foreign_key(library, seen):
    library()
    ContentType.objects.get_for_model(Author)
    with seen() as result:
        [note.target for note in Note.objects.all()]

    finding = result.finding
    assert (finding.code, finding.model, finding.relation) == ("CP001", "site.Note", "target")
    assert (finding.remedy.kind, finding.remedy.expected_queries) == ("prefetch_related", 1)


@pytest.mark.parametrize(
    ("model", "relation"),
    [(Author, "books"), (Book, "tags"), (Tag, "books"), (Author, "notes"), (Author, "pupils"),
     (Book, "taggings")],
)  # fmt: skip
def test_to_many_relations(library, seen, model, relation):
    library()
    ContentType.objects.get_for_model(Author)
    with seen() as result:
        for instance in model.objects.all():
            list(getattr(instance, relation).all())

    finding = result.finding
    assert (finding.code, finding.model) == ("CP002", model._meta.label)
    assert finding.relation == relation
    assert finding.remedy.code == f'.prefetch_related("{relation}")'


def test_self_relation(library, seen):
    library()
    first = Author.objects.first()
    Author.objects.exclude(pk=first.pk).update(mentor=first)
    with seen() as result:
        [author.mentor for author in Author.objects.exclude(mentor=None)]

    assert (result.finding.model, result.finding.relation) == ("site.Author", "mentor")


def test_proxy_names_the_model_that_has_the_field(library, seen):
    library()
    with seen() as result:
        [book.author for book in ShortBook.objects.all()]

    assert (result.finding.model, result.finding.relation) == ("site.Book", "author")


def test_multi_table_inheritance(library, seen):
    library()
    author = Author.objects.first()
    for number in range(4):
        Atlas.objects.create(title=f"atlas {number}", author=author)
    with seen() as result:
        [atlas.author for atlas in Atlas.objects.all()]
        [book.atlas for book in Book.objects.filter(atlas__isnull=False)]

    assert sorted((f.model, f.relation) for f in result.findings) == [
        ("site.Book", "atlas"),
        ("site.Book", "author"),
    ]


def test_deferred_field(library, seen):
    library()
    with seen() as result:
        [book.blurb for book in Book.objects.only("title")]

    finding = result.finding
    assert (finding.code, finding.relation) == ("CP003", "blurb")
    assert finding.remedy.code == '.only("title", "blurb")'


def test_deferred_by_defer(library, seen):
    library()
    with seen() as result:
        [book.blurb for book in Book.objects.defer("blurb", "pages")]

    assert result.finding.remedy.code == '.defer("pages")'


@pytest.mark.parametrize(
    ("use", "kind"),
    [
        (lambda books: list(books.filter(pages=1)), "prefetch_object"),
        (lambda books: list(books.order_by("title")), "prefetch_object"),
        (lambda books: list(books.values_list("title")), "reuse"),
        (lambda books: list(books.iterator()), "reuse"),
        (lambda books: books.first(), "reuse"),
        (lambda books: books.in_bulk(), "reuse"),
        (lambda books: list(books.prefetch_related("tags")), "prefetch_object"),
    ],
    ids=["filter", "order_by", "values_list", "iterator", "first", "in_bulk", "prefetch"],
)
def test_defeated_prefetch(library, seen, use, kind):
    library()
    with seen() as result:
        for author in Author.objects.prefetch_related("books"):
            use(author.books)

    finding = result.finding
    assert (finding.code, finding.relation) == ("CP004", "books")
    assert finding.remedy.kind == kind


def test_count_per_row(library, seen):
    library()
    with seen() as result:
        [author.books.count() for author in Author.objects.all()]

    finding = result.finding
    assert (finding.code, finding.model, finding.relation) == ("CP006", "site.Author", "books")
    assert finding.remedy.code == '.annotate(books_count=Count("books"))'


def test_prefetch_per_instance(library, seen):
    library()
    authors = list(Author.objects.all())
    with seen() as result:
        for author in authors:
            prefetch_related_objects([author], "books")

    assert (result.finding.code, result.finding.relation) == ("CP009", "books")
