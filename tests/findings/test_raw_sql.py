"""Findings about SQL written by hand."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.findings.lines import lines_of
from tests.findings.models import Book

line_of = lines_of(__file__)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT name FROM site_author WHERE id = {}",
        "SELECT  name\nFROM site_author /* {} */ WHERE id = {}",
        "SELECT name FROM site_author -- {}\n WHERE id IN ({}, {})",
    ],
    ids=["literal", "comment", "list"],
)
def test_raw_sql_with_its_values_in_the_text(library, seen, statement):
    keys = library()
    with seen() as result, connection.cursor() as cursor:
        for key in keys:
            cursor.execute(statement.replace("{}", str(key)))  # raw
            cursor.fetchall()

    finding = result.finding
    assert (finding.code, finding.confidence, finding.count) == ("CP005", "possible", 6)
    assert finding.trigger.line == line_of("raw")


def test_raw_sql_with_lists_of_varying_length(library, seen):
    keys = library()
    with seen() as result, connection.cursor() as cursor:
        for length in range(1, len(keys) + 1):
            cursor.execute(
                f"SELECT name FROM site_author WHERE id IN ({', '.join(['%s'] * length)})",
                keys[:length],
            )

    assert (result.finding.code, result.finding.count) == ("CP005", 6)


def test_raw_queryset(library, seen):
    library()
    with seen() as result:
        for book in Book.objects.raw("SELECT * FROM site_book"):
            book.author  # noqa: B018

    assert (result.finding.relation, result.finding.confidence) == ("author", "exact")
