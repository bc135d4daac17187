"""prefetch_related_objects() called for one instance after another, at any level."""

from __future__ import annotations

import pytest
from django.db.models import Prefetch, prefetch_related_objects

from tests.findings.models import Author, Book


def run(seen, rows, *lookups):
    with seen() as result:
        for row in rows:
            prefetch_related_objects([row], *lookups)
    return result


@pytest.mark.parametrize("size", [3, 7])
@pytest.mark.parametrize("present", [(), ("books",)], ids=["nothing", "first level"])
def test_two_levels_are_one_finding_that_counts_both(library, seen, present, size):
    library(size)
    before = run(seen, Author.objects.prefetch_related(*present), "books__tags")
    finding = before.finding

    mended = Author.objects.prefetch_related("books__tags")
    after = run(seen, mended, "books__tags")

    assert (finding.code, finding.remedy.code) == ("CP009", '.prefetch_related("books__tags")')
    assert after.codes == []
    assert after.queries == before.queries - finding.count + finding.remedy.expected_queries


def test_lookups_below_one_relation_are_one_finding(library, seen):
    library()
    result = run(seen, Author.objects.all(), "books__tags", "books__taggings")

    assert result.finding.remedy.code == '.prefetch_related("books__tags", "books__taggings")'
    assert result.finding.remedy.expected_queries == 3


def test_instance_behind_a_join(library, seen):
    library()
    rows = Book.objects.select_related("author")
    with seen() as result:
        for book in rows:
            prefetch_related_objects([book.author], "books__tags")

    assert result.finding.remedy.code == '.prefetch_related("author__books__tags")'


def test_rows_that_go_to_an_attribute(library, seen):
    library()
    result = run(seen, Author.objects.all(), Prefetch("books", Book.objects.all(), to_attr="mine"))

    remedy = result.finding.remedy
    assert remedy.code == '.prefetch_related(Prefetch("books", ..., to_attr="mine"))'
    assert remedy.kind == "prefetch_object"


def test_one_call_for_all_is_silent(library, seen):
    library()
    with seen() as result:
        prefetch_related_objects(list(Author.objects.all()), "books__tags")

    assert result.codes == []


def test_one_instance_is_silent(library, seen):
    library()
    with seen() as result:
        prefetch_related_objects([Author.objects.first()], "books__tags", "country__authors")

    assert result.codes == []
