"""A library with a number of books that a test chooses, and the findings of a block of code."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections

import cycleprof
from cycleprof.model import Thresholds
from tests.findings.models import Atlas, Author, Biography, Book, Country, Note, Shelf, Tag, Tagging

PATIENT = Thresholds(slow_query_ns=10**12)
"""On a busy machine any query may be slow."""


def create_tables(alias):
    with connections[alias].schema_editor() as editor:
        for model in (Country, Note, Author, Biography, Tag, Book, Tagging, Atlas, Shelf):
            editor.create_model(model)


@pytest.fixture(scope="session")
def tables(django_db_setup, django_db_blocker):
    """The app has no models module of its own, so that nothing else creates their tables."""
    with django_db_blocker.unblock():
        create_tables("default")


@pytest.fixture(scope="session")
def tables_of_other(django_db_setup, django_db_blocker):
    """The same in the other database, which exists only where a test asks for it."""
    with django_db_blocker.unblock():
        create_tables("other")


@pytest.fixture
def library(tables, db):
    """A function that fills the library; every book has its own author, country and two tags."""
    ContentType.objects.clear_cache()

    def fill(books=6):
        tags = [Tag.objects.create(name=f"tag {number}") for number in range(books + 1)]
        for number in range(books):
            country = Country.objects.create(name=f"country {number}")
            author = Author.objects.create(name=f"author {number}", country=country)
            Biography.objects.create(author=author, text="born")
            book = Book.objects.create(title=f"book {number}", author=author, pages=number)
            for tag in tags[number : number + 2]:
                Tagging.objects.create(book=book, tag=tag)
            Note.objects.create(text="good", target=author)
        return list(Book.objects.order_by("pk").values_list("pk", flat=True))

    return fill


class Seen:
    """What a block of code gave: its profile and what follows from it."""

    def __init__(self):
        self.session = None

    @property
    def profile(self):
        return self.session.profile

    @property
    def report(self):
        return cycleprof.analyse(self.profile, PATIENT)

    @property
    def findings(self):
        return self.report.findings

    @property
    def codes(self):
        return sorted(finding.code for finding in self.findings)

    @property
    def queries(self):
        return self.report.totals.queries

    @property
    def finding(self):
        assert len(self.findings) == 1, [(f.code, f.model, f.relation) for f in self.findings]
        return self.findings[0]


@pytest.fixture
def seen():
    """A context manager that records its block."""

    @contextmanager
    def record():
        result = Seen()
        with cycleprof.profile("test") as result.session:
            yield result

    return record
