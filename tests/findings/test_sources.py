"""Where instances come from: paths, copies, sources evaluated again, growth."""

from __future__ import annotations

import copy
import pickle

import pytest
from django.db.models import FilteredRelation, Prefetch

from tests.findings.lines import lines_of
from tests.findings.models import Author, Book, Tag

line_of = lines_of(__file__)


@pytest.mark.parametrize(
    "renew",
    [copy.copy, lambda one: pickle.loads(pickle.dumps(one))],
    ids=["copy", "pickle"],
)
def test_copies_lose_their_source_and_nothing_else(library, seen, renew):
    library()
    with seen() as result:
        for book in [renew(book) for book in Book.objects.all()]:
            book.author  # noqa: B018

    assert (result.finding.model, result.finding.relation) == ("site.Book", "author")
    assert result.finding.confidence == "likely"


def test_source_evaluated_twice_is_one_cause(library, seen):
    library()
    with seen() as result:
        for _ in range(2):
            [book.author for book in Book.objects.all()]

    assert result.finding.count == 12


def test_relation_of_a_single_row_begins_a_path_of_its_own(library, seen):
    library()
    tag = Tag.objects.create(name="all")
    for book in Book.objects.all():
        book.taggings.create(tag=tag)
    with seen() as result:
        for book in Tag.objects.get(name="all").books.all():
            book.author  # noqa: B018

    assert result.finding.path == "author"
    assert result.finding.remedy.kind == "select_related"


def test_growth_is_told_in_words(library, seen):
    library()
    with seen() as result:
        [book.author for book in Book.objects.all()]

    assert "1 + 1 per book: 201 queries at 200 books" in result.finding.detail
    assert result.finding.growth == {"base": 1, "per_row": 1, "rows": 6, "unit": "book"}


def test_fingerprint_survives_a_change_of_size(library, seen):
    library()
    fingerprints = set()
    for limit in (3, 5):
        with seen() as result:
            [book.author for book in Book.objects.all()[:limit]]
        fingerprints.add(result.finding.fingerprint)

    assert len(fingerprints) == 1


def test_filtered_relation(library, seen):
    library()
    books = Book.objects.annotate(writer=FilteredRelation("author")).select_related("writer")
    with seen() as result:
        [book.writer.country for book in books]

    assert (result.finding.path, result.finding.confidence) == ("writer__country", "exact")


def test_raw_queryset_cannot_be_joined(library, seen):
    library()
    with seen() as result:
        [book.author for book in Book.objects.raw("SELECT * FROM site_book")]

    assert result.finding.remedy.code == '.prefetch_related("author")'


def test_union_is_changed_in_its_parts(library, seen):
    library()
    with seen() as result:
        few, many = Book.objects.filter(pages__lt=2), Book.objects.filter(pages__gt=2)
        [book.author for book in few.union(many)]

    assert "each of the querysets that are combined" in result.finding.remedy.text


def test_nested_loop_gives_one_finding_per_level(library, seen):
    library()
    with seen() as result:
        for tag in Tag.objects.all():
            for book in tag.books.all():
                book.author  # noqa: B018

    by_path = {finding.path: finding for finding in result.findings}
    assert {path: found.code for path, found in by_path.items()} == {
        "books": "CP002",
        "books__author": "CP001",
    }
    assert by_path["books__author"].remedy.kind == "prefetch_related"
    assert by_path["books__author"].remedy.code == '.prefetch_related("books__author")'


def test_second_step_names_the_whole_path(library, seen):
    library()
    with seen() as result:
        for book in Book.objects.select_related("author"):
            book.origin  # noqa: B018

    finding = result.finding
    assert (finding.model, finding.relation) == ("site.Author", "country")
    assert finding.path == "author__country"
    assert finding.remedy.code == '.select_related("author__country")'


def test_property_that_follows_two_relations_gives_both(library, seen):
    library()
    with seen() as result:
        [book.origin for book in Book.objects.all()]

    assert sorted(finding.path for finding in result.findings) == ["author", "author__country"]


def test_step_after_a_prefetch_is_prefetched_as_well(library, seen):
    library()
    with seen() as result:
        for author in Author.objects.prefetch_related("books"):
            for book in author.books.all():
                [tag.name for tag in book.tags.all()]

    assert result.finding.path == "books__tags"
    assert result.finding.remedy.code == '.prefetch_related("books__tags")'


def test_path_through_the_attribute_of_a_prefetch(library, seen):
    library()
    authors = Author.objects.prefetch_related(Prefetch("books", to_attr="works"))
    with seen() as result:
        [list(book.tags.all()) for author in authors for book in author.works]

    assert result.finding.path == "works__tags"
    assert result.finding.remedy.code == '.prefetch_related("works__tags")'


def test_field_left_out_by_the_queryset_of_a_prefetch(library, seen):
    library()
    with seen() as result:
        books = Book.objects.only("title", "author")  # within
        authors = Author.objects.prefetch_related(Prefetch("books", books))
        [book.blurb for author in authors for book in author.books.all()]

    assert (result.finding.path, result.finding.source.line) == ("books__blurb", line_of("within"))
    assert result.finding.remedy.code == '.only("author", "title", "blurb")'
