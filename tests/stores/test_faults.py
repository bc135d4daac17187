"""What goes wrong with a store's file or server, and that the application goes on."""

from __future__ import annotations

import logging
import os
import resource
import signal
import sqlite3
from contextlib import closing, contextmanager

import pytest

from cycleprof.stores import Retention, StoreError, open_store
from cycleprof.stores import sqlite_file as file_module
from cycleprof.stores.fallback import FallbackStore
from cycleprof.stores.redis import RedisStore
from cycleprof.stores.sqlite import SqliteStore
from tests.stores.profiles import entry, series


@contextmanager
def unprivileged():
    """As a user whom permissions bind, which root is not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def files_no_larger_than(size):
    """A disk that is full, as the system reports it: writing past this fails."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def assert_memory_takes_over(store, caplog, part):
    one, two = entry(), entry()
    with caplog.at_level(logging.WARNING, "cycleprof"):
        store.save([one])
        store.save([two])
        found = store.find((), limit=10)
    assert [summary.id for summary in found] == sorted([one.summary.id, two.summary.id])[::-1]
    assert store.get(one.summary.id) == one.profile
    (record,) = caplog.records
    assert part in record.getMessage()


def test_a_damaged_file(tmp_path, caplog):
    (tmp_path / "a.db").write_bytes(b"no database at all" * 100)
    assert_memory_takes_over(open_store("sqlite:///a.db", tmp_path), caplog, "is damaged")


def test_a_file_damaged_in_its_middle(tmp_path, caplog):
    healthy = SqliteStore(tmp_path / "a.db")
    healthy.save(series(20, queries=("SELECT 1",) * 50))
    healthy.close()
    content = bytearray((tmp_path / "a.db").read_bytes())
    content[4096:-4096] = os.urandom(len(content) - 8192)
    (tmp_path / "a.db").write_bytes(content)
    assert_memory_takes_over(open_store("sqlite:///a.db", tmp_path), caplog, "is damaged")


def test_a_database_of_another_program_is_left_alone(tmp_path, caplog):
    with closing(sqlite3.connect(tmp_path / "a.db")) as foreign, foreign:
        foreign.execute("CREATE TABLE profiles (id)")
    before = (tmp_path / "a.db").read_bytes()
    assert_memory_takes_over(open_store("sqlite:///a.db", tmp_path), caplog, "another program")
    assert (tmp_path / "a.db").read_bytes() == before


def test_a_file_of_an_older_version_is_made_anew_with_a_word(tmp_path, caplog):
    older = SqliteStore(tmp_path / "a.db")
    older.save([entry()])
    older.close()
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        connection.execute("PRAGMA user_version = 1")
    one = entry()
    store = SqliteStore(tmp_path / "a.db")
    store.save([one])
    assert store.find((), limit=9) == [one.summary]
    assert "written by an older version" in caplog.text


def test_a_file_of_a_newer_version_is_left_alone(tmp_path):
    SqliteStore(tmp_path / "a.db").save([entry()])
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        connection.execute("PRAGMA user_version = 999")
    with pytest.raises(StoreError, match="newer version"):
        SqliteStore(tmp_path / "a.db").find((), limit=1)


def test_an_empty_file_is_made_into_a_store(tmp_path):
    (tmp_path / "a.db").touch()
    one = entry()
    SqliteStore(tmp_path / "a.db").save([one])
    assert SqliteStore(tmp_path / "a.db").get(one.summary.id) == one.profile


def test_a_folder_that_cannot_be_written(tmp_path, caplog):
    for folder in tmp_path.parents[:2]:
        folder.chmod(0o755)
    tmp_path.chmod(0o555)
    with unprivileged():
        store = open_store("sqlite:///.cycleprof/a.db", tmp_path)
        assert_memory_takes_over(store, caplog, "cannot be written")


def test_a_path_that_is_no_folder(tmp_path, caplog):
    (tmp_path / "file").touch()
    assert_memory_takes_over(open_store("sqlite:///file/a.db", tmp_path), caplog, "cannot be used")


def test_a_file_that_another_program_locks(tmp_path, caplog, monkeypatch):
    monkeypatch.setattr(file_module, "BUSY_SECONDS", 0.05)
    SqliteStore(tmp_path / "a.db").save([])
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert_memory_takes_over(open_store("sqlite:///a.db", tmp_path), caplog, "is locked")


def test_a_full_disk(tmp_path, caplog):
    SqliteStore(tmp_path / "a.db").save([])
    with files_no_larger_than(1_000):
        assert_memory_takes_over(open_store("sqlite:///a.db", tmp_path), caplog, "full")


def test_a_full_database_says_full(tmp_path):
    store = SqliteStore(tmp_path / "a.db")
    store.save([])
    store._writer.execute("PRAGMA max_page_count = 1")
    with pytest.raises(StoreError, match="is full"):
        store.save(series(99, queries=tuple(f"SELECT {'x' * 99}{i}" for i in range(99))))


def test_a_file_that_was_deleted_is_made_again(tmp_path):
    store = SqliteStore(tmp_path / "a.db")
    store.save([entry()])
    for path in tmp_path.glob("a.db*"):
        path.unlink()
    one = entry()
    store.save([one])
    assert SqliteStore(tmp_path / "a.db").get(one.summary.id) == one.profile


def test_redis_that_does_not_answer(caplog):
    assert_memory_takes_over(
        FallbackStore(RedisStore("redis://127.0.0.1:1/0")), caplog, "Redis at 127.0.0.1:1"
    )


def test_the_store_is_used_again_once_it_works(tmp_path):
    now = [0.0]
    (tmp_path / "a.db").write_bytes(b"damaged")
    store = FallbackStore(SqliteStore(tmp_path / "a.db"), clock=lambda: now[0])
    first, second = series(2)
    store.save([first])
    (tmp_path / "a.db").unlink()
    now[0] = 31.0
    store.save([second])
    assert SqliteStore(tmp_path / "a.db").get(second.summary.id) == second.profile
    assert [one.id for one in store.find((), limit=9)] == [second.summary.id, first.summary.id]


def test_what_memory_takes_over_is_bounded(tmp_path):
    (tmp_path / "a.db").write_bytes(b"damaged")
    store = open_store("sqlite:///a.db", tmp_path)
    store.save(series(300))
    assert len(store.find((), limit=999)) == 200


def test_pruning_a_store_that_fails_is_no_error(tmp_path):
    (tmp_path / "a.db").write_bytes(b"damaged")
    assert open_store("sqlite:///a.db", tmp_path).prune(Retention()) == 0
