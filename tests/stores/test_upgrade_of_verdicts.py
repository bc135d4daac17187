"""A file of the version that judged while writing is read on, and its profiles judged anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from cycleprof.stores.sqlite import SqliteStore
from cycleprof.stores.sqlite_file import SCHEMA_VERSION
from tests.stores.profiles import entry


def test_a_file_of_an_older_version_keeps_its_profiles(tmp_path):
    one = entry()
    store = SqliteStore(tmp_path / "a.db")
    store.save([one])
    store.close()
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        for column in ("via", "location"):  # of the version after the next
            connection.execute(f"DROP INDEX profiles_{column}")
            connection.execute(f"ALTER TABLE profiles DROP COLUMN {column}")
        connection.execute("PRAGMA user_version = 4")
    (row,) = store.find((), limit=5)
    assert (row.id, row.findings) == (one.summary.id, None)
    assert store.get(one.summary.id) == one.profile
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
