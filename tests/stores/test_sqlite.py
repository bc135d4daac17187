from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing

from cycleprof.stores import Retention, parse_query
from cycleprof.stores.sqlite import SqliteStore
from tests.benchmarks.store_million import fill
from tests.stores.profiles import entry, series

WRITE = """
import sys
from cycleprof.stores.sqlite import SqliteStore
from tests.stores.profiles import series
store = SqliteStore(sys.argv[1])
for one in series(100, queries=tuple(f"SELECT {i} FROM t{i}" for i in range(60))):
    store.save([one])
"""


def rows(path, sql):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_four_processes_that_write_at_once_lose_nothing(tmp_path):
    path = tmp_path / "a.db"
    command = [sys.executable, "-c", WRITE, str(path)]
    writers = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(4)]
    errors = [writer.communicate(timeout=120)[1] for writer in writers]
    assert errors == [b""] * 4
    assert rows(path, "SELECT count(*) FROM profiles") == [(400,)]
    assert rows(path, "SELECT count(*) FROM documents") == [(400,)]


def test_the_file_is_in_wal_mode_from_its_creation(tmp_path):
    SqliteStore(tmp_path / "a.db").find((), limit=1)
    assert rows(tmp_path / "a.db", "PRAGMA journal_mode") == [("wal",)]


def test_its_folder_is_hidden_from_git(tmp_path):
    SqliteStore(tmp_path / ".cycleprof" / "a.db").save([])
    assert (tmp_path / ".cycleprof" / ".gitignore").read_text() == "*\n"


def test_documents_are_compressed(tmp_path):
    SqliteStore(tmp_path / "a.db").save([entry(queries=("SELECT 1",) * 500)])
    ((packed,),) = rows(tmp_path / "a.db", "SELECT length(document) FROM documents")
    assert packed < 20_000


def test_a_text_is_kept_once(tmp_path):
    SqliteStore(tmp_path / "a.db").save(series(50))
    ((texts,),) = rows(tmp_path / "a.db", "SELECT count(*) FROM texts")
    assert texts < 10


def test_texts_that_nobody_names_any_more_are_swept_out(tmp_path):
    store = SqliteStore(tmp_path / "a.db")
    store.save([entry(f"/{number}/") for number in range(600)])
    store.prune(Retention(profiles=5, slowest=0, sampled=0))
    ((texts,),) = rows(tmp_path / "a.db", "SELECT count(*) FROM texts")
    assert texts < 30
    assert len(store.find((), limit=99)) == 5


def test_a_forked_process_opens_its_own_connection(tmp_path, monkeypatch):
    store = SqliteStore(tmp_path / "a.db")
    store.save([entry()])
    first = store._writer
    with monkeypatch.context() as forked:
        forked.setattr("cycleprof.stores.sqlite.os.getpid", lambda: -1)
        store.save([entry()])
        assert store._writer is not first
        store.close()
    first.close()


def test_the_rows_of_the_benchmark_fit_the_table(tmp_path):
    store = SqliteStore(tmp_path / "a.db")
    fill(store, 200, unique_paths=True)
    assert len(store.find(parse_query("path:/blog method:get"), limit=500)) > 50
    assert store.find((), limit=1)[0].view.startswith("blog.views.")
