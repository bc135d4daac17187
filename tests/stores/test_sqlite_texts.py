from __future__ import annotations

import random
import sqlite3
from contextlib import closing

import pytest

from cycleprof.stores import Retention, parse_query, sqlite_texts
from cycleprof.stores.sqlite import SqliteStore
from tests.stores.profiles import entry

PATHS = ("/blog/räume/", "/nul\0byte/", "/x/", "/blog/", "/snow☃man/", "/tail/zq")


@pytest.fixture
def eager(monkeypatch):
    """The index is used from the sixth text on."""
    monkeypatch.setattr(sqlite_texts, "FEW", 5)


@pytest.fixture
def store(tmp_path):
    return SqliteStore(tmp_path / "a.db")


def save(store, paths):
    store.save([entry(path, queries=("SELECT 1",)) for path in paths])


def index(store):
    with store._writing() as connection:
        return sqlite_texts.add_waiting(connection)


def many(count=60):
    source = random.Random(4)
    words = ("shop", "Blog", "räume", "q", "7", "page")
    return ["/" + "/".join(source.choices(words, k=3)) + f"/{one}/" for one in range(count)]


def paths(store, query):
    return {summary.path for summary in store.find(parse_query(query), limit=999)}


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize(
    "needle",
    ["blog", "räu", "q", "7/", "é", "page/5", "/shop/shop", "zq", "☃", "nul", "x", "b",
     "=/blog/", "=/blog", "=/x/", "no such", "byte/", "\0by"],
)  # fmt: skip
def test_an_index_finds_what_reading_through_finds(store, needle):
    save(store, [*PATHS, *many()])
    asked = needle if needle.startswith("=") else f'"{needle}"'
    before = paths(store, f"path:{asked}")
    assert index(store)
    assert paths(store, f"path:{asked}") == before


@pytest.mark.usefixtures("eager")
def test_texts_that_wait_for_the_index_are_found_as_well(store):
    save(store, many())
    assert index(store)
    save(store, ["/late/"])
    assert paths(store, "late") == {"/late/"}


def test_few_texts_are_not_indexed(store):
    save(store, many())
    assert not index(store)


@pytest.mark.usefixtures("eager")
def test_pruning_indexes_what_waits(store):
    save(store, many())
    store.prune(Retention())
    with store._reading() as connection:
        assert connection.execute("SELECT upto FROM indexed").fetchone()[0] > 50


@pytest.mark.usefixtures("eager")
def test_texts_that_are_swept_out_leave_the_index(store, monkeypatch):
    save(store, many(600))
    index(store)
    store.prune(Retention(profiles=5, slowest=0, sampled=0))
    index(store)
    save(store, ["/shop/again/"])
    assert len(paths(store, "path:/")) == 6
    assert paths(store, "path:/again") == {"/shop/again/"}
    with store._reading() as connection:
        found = connection.execute("SELECT rowid FROM letters WHERE letters MATCH 'sho'").fetchall()
        kept = connection.execute("SELECT id FROM texts").fetchall()
    assert set(found) <= set(kept)


def test_an_sqlite_that_has_no_such_index_reads_through(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite_texts, "_CREATE", ("CREATE VIRTUAL TABLE letters USING none ()",))
    monkeypatch.setattr(sqlite_texts, "FEW", 5)
    store = SqliteStore(tmp_path / "a.db")
    save(store, [*PATHS, *many()])
    store.prune(Retention())
    assert paths(store, "path:räume/ -path:shop -path:page -path:q -path:7") >= {"/blog/räume/"}


@pytest.mark.usefixtures("eager")
def test_a_file_of_the_layout_before_is_upgraded(tmp_path):
    older = SqliteStore(tmp_path / "a.db")
    save(older, many())
    older.close()
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        for table in ("pieces", "letters", "indexed"):
            connection.execute(f"DROP TABLE {table}")
        for column in ("via", "location"):
            connection.execute(f"DROP INDEX profiles_{column}")
            connection.execute(f"ALTER TABLE profiles DROP COLUMN {column}")
        connection.execute("PRAGMA user_version = 3")
    store = SqliteStore(tmp_path / "a.db")
    before = paths(store, "blog")
    assert index(store)
    assert paths(store, "blog") == before != set()
