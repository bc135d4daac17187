"""Rows that are found by more, or by something else, than one column of their own."""

from __future__ import annotations

import pytest

from tests.findings.models import Atlas, Author, Book, Shelf, Tagging


@pytest.fixture
def shelves(library):
    for number, key in enumerate(library()):
        Shelf.objects.create(room="A", number=number, book_id=key)


def test_relation_of_rows_with_a_composite_key(shelves, seen):
    with seen() as result:
        assert all(shelf.book.title for shelf in Shelf.objects.all())

    finding = result.finding
    assert (finding.code, finding.model, finding.relation) == ("CP001", "site.Shelf", "book")
    assert finding.count == 6


def test_two_columns_make_the_key_of_the_dictionary(library, seen):
    library()
    pairs = list(Tagging.objects.values("book_id", "tag_id"))
    with seen() as result:
        found = [Tagging.objects.get(**pair) for pair in pairs]

    code = result.finding.remedy.code
    for name in ("book_id", "tag_id"):
        code = code.replace(f"{name}__in=...", f"{name}__in={[pair[name] for pair in pairs]}")
    rows = eval(code, {"Tagging": Tagging})
    assert [rows[pair["book_id"], pair["tag_id"]] for pair in pairs] == found


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("author__name", "Book.objects.filter(...__in=keys)"),
        ("title__iexact", "Book.objects.filter(...__in=keys)"),
        ("title", "{row.title: row for row in Book.objects.filter(title__in=keys)}"),
    ],
)
def test_only_what_is_known_is_named(library, seen, condition, code):
    library()
    with seen() as result:
        for number in range(6):
            Book.objects.filter(**{condition: f"book {number}"}).first()

    assert result.finding.remedy.code == code


def test_child_of_another_table_by_its_key(library, seen):
    library()
    author = Author.objects.first()
    keys = [Atlas.objects.create(title=f"{number}", author=author).pk for number in range(6)]
    with seen() as result:
        for key in keys:
            Atlas.objects.get(pk=key)

    assert result.finding.remedy.code == "Atlas.objects.in_bulk(keys)"
