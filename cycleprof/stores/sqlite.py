"""Profiles in one SQLite file that several processes write and read at the same time.

The file is cycleprof's own and is opened through :mod:`sqlite3`, never through the application's
database settings or connections.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from cycleprof import model
from cycleprof.lazy import LOADING
from cycleprof.packing import opened, pack_profile
from cycleprof.stores.retention import Retention, Row, choose
from cycleprof.stores.sqlite_file import connect, in_words
from cycleprof.stores.sqlite_texts import add_waiting, remove

if TYPE_CHECKING:
    from cycleprof.model import Profile, Summary, Verdict
    from cycleprof.stores._base import Entry
    from cycleprof.stores.query import Query

_PLAIN = (
    "id", "started_at", "started_ns", "duration_ns", "status", "queries", "db_ns", "findings",
    "size_bytes", "pinned",
)  # fmt: skip
_TEXTS = (
    "kind", "name", "method", "path", "route", "view", "content_type", "via", "location",
)  # fmt: skip
_LISTS = ("codes", "sql")
_CHUNK = 500
_INHERITED: list[sqlite3.Connection] = []
"""Connections of a parent process: SQLite forbids even to close them here."""


class SqliteStore:
    """A file in WAL mode: readers never wait for writers, writers wait for each other."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._lock = Lock()
        self._rules = ""
        self._writer: sqlite3.Connection | None = None
        self._writer_of: tuple[int, ...] = ()

    def save(self, entries: list[Entry]) -> None:
        with self._writing() as connection:
            for entry in entries:
                _delete(connection, [entry.summary.id])
                values = _values(connection, entry, len(entry.packed))
                cursor = connection.execute(_INSERT, values)
                connection.execute(
                    "INSERT INTO documents VALUES (?, ?)", (cursor.lastrowid, entry.packed)
                )

    def get(self, profile_id: str) -> Profile | None:
        with self._reading() as connection:
            row = connection.execute(
                "SELECT document FROM documents JOIN profiles USING (seq) WHERE id = ?",
                (profile_id,),
            ).fetchone()
        return opened(row[0]) if row else None

    def find(
        self, query: Query, *, limit: int, before: str | None = None, after: str | None = None
    ) -> list[Summary]:
        with LOADING:
            from cycleprof.stores.sqlite_search import search  # noqa: PLC0415 - nobody has asked until then

        with self._reading() as connection:
            found = search(connection, query, limit, before, after)
            rows = connection.execute(_SUMMARIES, (json.dumps([seq for seq, _ in found]),))
            return [_summary(row) for row in rows]

    def rewrite(self, profile: Profile) -> bool:
        document = pack_profile(profile)
        with self._writing() as connection:
            sql = "UPDATE profiles SET size = ? WHERE id = ? RETURNING seq"
            row = connection.execute(sql, (len(document), profile.id)).fetchone()
            if row is not None:
                sql = "UPDATE documents SET document = ? WHERE seq = ?"
                connection.execute(sql, (document, row[0]))
        return row is not None

    def follow(self, rules: str) -> None:
        self._rules = rules
        with self._reading() as connection:
            if _rules_of(connection) == rules:
                return
        with self._writing() as connection:
            connection.execute("DELETE FROM rules")
            connection.execute("INSERT INTO rules VALUES (?)", (rules,))
            connection.execute(_FORGET)

    def keep_verdicts(self, verdicts: list[Verdict]) -> None:
        with self._writing() as connection:
            if _rules_of(connection) != self._rules:  # another process judges otherwise
                return
            for one in verdicts:
                codes = _intern(connection, "\n".join(one.codes) or None)
                stages = json.dumps(dict(one.stages))
                connection.execute(_JUDGE, (one.findings, codes, stages, one.id))

    def pin(self, profile_id: str, *, pinned: bool) -> bool:
        with self._writing() as connection:
            sql = "UPDATE profiles SET pinned = ? WHERE id = ?"
            return connection.execute(sql, (int(pinned), profile_id)).rowcount > 0

    def delete(self, profile_ids: Iterable[str]) -> int:
        ids = list(profile_ids)
        gone = 0
        for start in range(0, len(ids), _CHUNK):  # in small steps, so that others can write
            with self._writing() as connection:
                gone += _delete(connection, ids[start : start + _CHUNK])
        return gone

    def prune(self, retention: Retention) -> int:
        now = time.time_ns()
        with self._writing() as connection:
            add_waiting(connection)
        with self._reading() as connection:
            if _is_within(connection, retention, now):
                return 0
            rows = [Row._make(row) for row in connection.execute(_ROWS)]
        gone = self.delete(choose(rows, retention, now))
        with self._writing() as connection:
            remove(connection, _UNNAMED)
        return gone

    def close(self) -> None:
        with self._lock:
            self._let_go()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, in_words(self.path):
            connection = self._own_connection()
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                yield connection

    def _own_connection(self) -> sqlite3.Connection:
        """The writer's connection: not shared across a fork, and of the file that is there now."""
        if self._writer is None or self._writer_of != self._whose():
            self._let_go()
            self._writer = connect(self.path)
            self._writer_of = self._whose()
        return self._writer

    def _let_go(self) -> None:
        if self._writer is not None:
            if self._writer_of[:1] == (os.getpid(),):
                self._writer.close()
            else:
                _INHERITED.append(self._writer)
        self._writer = None

    def _whose(self) -> tuple[int, ...]:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return (os.getpid(),)
        return (os.getpid(), found.st_dev, found.st_ino)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with in_words(self.path), closing(connect(self.path)) as connection:
            yield connection


def _values(connection: sqlite3.Connection, entry: Entry, size: int) -> list[object]:
    summary = entry.summary
    texts = [getattr(summary, name) for name in _TEXTS]
    lists = ["\n".join(items) or None for items in (summary.codes, entry.statements)]
    return [
        *(getattr(summary, name) for name in _PLAIN),
        json.dumps(dict(summary.stages)),
        size,
        *(_intern(connection, text) for text in (*texts, *lists)),
    ]


def _intern(connection: sqlite3.Connection, text: str | None) -> int | None:
    if text is None:
        return None
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")  # lone surrogates
    row = connection.execute("SELECT id FROM texts WHERE text = ?", (text,)).fetchone()
    if row is not None:
        return int(row[0])
    sql = "INSERT INTO texts (text, folded) VALUES (?, ?)"
    folded = text.lower()
    return connection.execute(sql, (text, folded if folded != text else None)).lastrowid


def _rules_of(connection: sqlite3.Connection) -> str:
    """The name of the rules by which what is judged was; empty if nothing was."""
    row = connection.execute("SELECT name FROM rules").fetchone()
    return str(row[0]) if row else ""


def _summary(row: tuple[object, ...]) -> Summary:
    values = dict(zip((*_PLAIN, "stages", *_TEXTS, "codes"), row, strict=True))
    values["stages"] = json.loads(str(values["stages"]))
    values["codes"] = tuple(str(values["codes"] or "").split())
    values["pinned"] = bool(values["pinned"])
    return model.Summary(**values)  # type: ignore[arg-type]  # the columns are the fields


def _delete(connection: sqlite3.Connection, ids: list[str]) -> int:
    chosen = json.dumps(ids)
    connection.execute(
        "DELETE FROM documents WHERE seq IN "
        "(SELECT seq FROM profiles WHERE id IN (SELECT value FROM json_each(?)))",
        (chosen,),
    )
    sql = "DELETE FROM profiles WHERE id IN (SELECT value FROM json_each(?))"
    return connection.execute(sql, (chosen,)).rowcount


def _is_within(connection: sqlite3.Connection, retention: Retention, now: int) -> bool:
    count, size, oldest = connection.execute(_STATE).fetchone()
    crowded = connection.execute(_CROWDED, (retention.per_route,)).fetchone()
    horizon = now - retention.seconds * 1_000_000_000
    fits = count <= retention.profiles and (size or 0) <= retention.size
    return fits and not crowded and (oldest is None or oldest >= horizon)


_INSERT = (
    f"INSERT INTO profiles ({', '.join((*_PLAIN, 'stages', 'size', *_TEXTS, *_LISTS))}) "  # noqa: S608 - built from constants
    f"VALUES ({', '.join('?' * (len(_PLAIN) + 2 + len(_TEXTS) + len(_LISTS)))})"
)
_JUDGE = "UPDATE profiles SET findings = ?, codes = ?, stages = ? WHERE id = ?"
_FORGET = (
    "UPDATE profiles SET findings = NULL, codes = NULL, stages = '{}' WHERE findings IS NOT NULL"
)
_READ_TEXTS = ", ".join(
    f"(SELECT text FROM texts WHERE texts.id = p.{name})"  # noqa: S608 - built from constants
    for name in (*_TEXTS, "codes")
)
_SUMMARIES = (
    f"SELECT {', '.join('p.' + name for name in _PLAIN)}, p.stages, {_READ_TEXTS} "  # noqa: S608 - built from constants
    "FROM profiles p WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY p.id DESC"
)
_STATE = """
    SELECT (SELECT count(*) FROM profiles), (SELECT sum(size) FROM profiles),
           (SELECT min(started_ns) FROM profiles WHERE NOT pinned)
"""
_CROWDED = """
    SELECT 1 FROM profiles GROUP BY coalesce(route, name) HAVING count(*) > ? LIMIT 1
"""
_ROWS = """
    SELECT id, coalesce(route, name, ''), duration_ns, started_ns, size, pinned FROM profiles
"""
_NAMED = " UNION ALL ".join(
    f"SELECT {name} FROM profiles WHERE {name} IS NOT NULL"  # noqa: S608 - built from constants
    for name in (*_TEXTS, *_LISTS)
)
_UNNAMED = (
    f"id NOT IN ({_NAMED}) "  # noqa: S608 - built from constants
    "AND (SELECT count(*) FROM texts) > 1000 + 4 * (SELECT count(*) FROM profiles)"
)
