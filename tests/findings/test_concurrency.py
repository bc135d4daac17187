"""Findings from threads and coroutines."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections

from tests.findings.lines import lines_of
from tests.findings.models import Author, Book

line_of = lines_of(__file__)


def run(coroutine):
    """Run it, and close what its thread keeps open: no database goes while it is in use."""

    async def whole():
        await coroutine
        await sync_to_async(connections.close_all)()

    asyncio.run(whole())


@pytest.mark.django_db(transaction=True)
def test_worker_threads(library, seen):
    library()

    def work(book):
        book.author.name  # noqa: B018
        connection.close()

    with seen() as result:
        books = list(Book.objects.all())
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(work, books[:3]))
        thread = Thread(target=lambda: [work(book) for book in books[3:]])
        thread.start()
        thread.join()

    assert (result.finding.relation, result.finding.count) == ("author", 6)


@pytest.mark.django_db(transaction=True)
def test_coroutines_have_their_own_line(library, seen):
    library()

    async def read():
        async for book in Book.objects.all():  # async source
            await Author.objects.aget(pk=book.author_id)  # async get

    with seen() as result:
        run(read())

    finding = result.finding
    assert (finding.code, finding.model) == ("CP005", "site.Author")
    assert finding.trigger.line == line_of("async get")


@pytest.mark.django_db(transaction=True)
def test_async_related_manager(library, seen):
    library()

    async def read():
        async for author in Author.objects.all():
            _ = [book async for book in author.books.all()]  # async related
            await author.books.acount()

    with seen() as result:
        run(read())

    assert sorted((finding.code, finding.relation) for finding in result.findings) == [
        ("CP002", "books"),
        ("CP006", "books"),
    ]
    assert {finding.trigger.function.rpartition(".")[2] for finding in result.findings} <= {
        "read",
        "<listcomp>",
    }


@pytest.mark.django_db(transaction=True)
def test_aiterator(library, seen):
    library()

    async def read():
        async for author in Author.objects.aiterator():
            await author.books.acount()

    with seen() as result:
        run(read())

    assert (result.finding.code, result.finding.confidence) == ("CP006", "exact")


@pytest.mark.django_db(transaction=True)
def test_gathered_coroutines_of_the_orm_itself(library, seen):
    keys = library()

    async def read():
        await asyncio.gather(*(Book.objects.aget(pk=key) for key in keys))  # gathered

    with seen() as result:
        run(read())

    assert (result.finding.code, result.finding.count) == ("CP005", 6)
    assert result.finding.trigger.line == line_of("gathered")
