"""The SQLite file itself: made once, recognised before it is touched, its errors put in words."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from cycleprof.stores._base import StoreError
from cycleprof.stores.sqlite_texts import index

logger = logging.getLogger("cycleprof")

APPLICATION_ID = 0x43594350  # "CYCP"; tells our files from other programs'
SCHEMA_VERSION = 7
BUSY_SECONDS = 5.0

_CREATE = """
    -- Each text is kept once; profiles name it by its number. Searches look here first, in lower
    -- case: folded is NULL where the text is that already, which halves what they read through.
    CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, folded TEXT);
    CREATE TABLE profiles (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, started_at TEXT NOT NULL,
        started_ns INTEGER NOT NULL, duration_ns INTEGER NOT NULL, status INTEGER,
        queries INTEGER NOT NULL, db_ns INTEGER NOT NULL, findings INTEGER,
        size_bytes INTEGER, pinned INTEGER NOT NULL, stages TEXT NOT NULL, size INTEGER NOT NULL,
        kind INTEGER, name INTEGER, method INTEGER, path INTEGER, route INTEGER, view INTEGER,
        content_type INTEGER, codes INTEGER, sql INTEGER,
        via INTEGER, location INTEGER
    );
    CREATE INDEX profiles_started ON profiles (started_ns);
    CREATE INDEX profiles_duration ON profiles (duration_ns);
    CREATE INDEX profiles_status ON profiles (status);
    CREATE INDEX profiles_queries ON profiles (queries);
    CREATE INDEX profiles_db ON profiles (db_ns);
    CREATE INDEX profiles_findings ON profiles (findings);
    CREATE INDEX profiles_size_bytes ON profiles (size_bytes);
    CREATE INDEX profiles_pinned ON profiles (pinned);
    CREATE INDEX profiles_size ON profiles (size);
    CREATE INDEX profiles_kind ON profiles (kind);
    CREATE INDEX profiles_name ON profiles (name);
    CREATE INDEX profiles_method ON profiles (method);
    CREATE INDEX profiles_path ON profiles (path);
    CREATE INDEX profiles_route ON profiles (route);
    CREATE INDEX profiles_view ON profiles (view);
    CREATE INDEX profiles_content_type ON profiles (content_type);
    CREATE INDEX profiles_codes ON profiles (codes);
    CREATE INDEX profiles_sql ON profiles (sql);
    CREATE INDEX profiles_via ON profiles (via);
    CREATE INDEX profiles_location ON profiles (location);
    -- One row: the name of the rules by which the profiles were judged that are.
    CREATE TABLE rules (name TEXT NOT NULL);
    CREATE TABLE documents (seq INTEGER PRIMARY KEY, document BLOB NOT NULL);
"""


def _unjudged() -> tuple[str, ...]:
    """Profiles are judged when somebody looks; those of an older version once more."""
    return (
        "DROP INDEX profiles_findings",
        "ALTER TABLE profiles DROP COLUMN findings",
        "ALTER TABLE profiles ADD COLUMN findings INTEGER",
        "CREATE INDEX profiles_findings ON profiles (findings)",
    )


def _origins() -> tuple[str, ...]:
    """How requests came is not known of those that are kept already."""
    return tuple(
        statement
        for name in ("via", "location")
        for statement in (
            f"ALTER TABLE profiles ADD COLUMN {name} INTEGER",
            f"CREATE INDEX profiles_{name} ON profiles ({name})",
        )
    )


def _rules() -> tuple[str, ...]:
    """By which rules profiles were judged so far is not known: so by none that are in force."""
    return ("CREATE TABLE IF NOT EXISTS rules (name TEXT NOT NULL)",)


_UPGRADES: dict[int, Callable[[], tuple[str, ...]]] = {
    3: index,
    4: _unjudged,
    5: _origins,
    6: _rules,
}
"""The statements that make a file of that version one of the next."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection to the store's file, which is made if it is missing.

    Raises:
        StoreError: the file is not ours, or of another version.
    """
    if not path.exists() or path.stat().st_size == 0:
        _create(path)
    connection = _open(path)
    if connection is not None:
        return connection
    logger.warning(
        "cycleprof: %s was written by an older version, and this one cannot read it; made anew",
        path,
    )
    for one in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        one.unlink(missing_ok=True)
    return connect(path)


def _open(path: Path) -> sqlite3.Connection | None:
    """A connection; None if the file is ours, but too old for this release."""
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        version = _version(connection, path)
        if version < SCHEMA_VERSION and not _upgrade(connection, version):
            connection.close()
            return None
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _version(connection: sqlite3.Connection, path: Path) -> int:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application != APPLICATION_ID:
        hint = 'Set CYCLEPROF["STORE"] to another path, or delete the file if you do not need it.'
        raise StoreError(f"{path} is a database of another program; it is left alone", hint)
    if version > SCHEMA_VERSION:
        message = f"{path} was written by a newer version of cycleprof"
        raise StoreError(message, "Delete it (only recorded profiles are lost), or upgrade.")
    return version


def _upgrade(connection: sqlite3.Connection, version: int) -> bool:
    """Bring a file up to this version, one step after the other; False if it is too old."""
    steps = range(version, SCHEMA_VERSION)
    if not all(step in _UPGRADES for step in steps):
        return False
    for step in steps:
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            if connection.execute("PRAGMA user_version").fetchone()[0] != step:
                continue  # another process was faster
            for statement in _UPGRADES[step]():
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {step + 1}")
    return True


def _create(path: Path) -> None:
    """Make the file elsewhere and move it into place, so that nobody meets half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ignore = path.parent / ".gitignore"
    if path.parent.name == ".cycleprof" and not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    path.unlink(missing_ok=True)
    draft = path.parent / f".{path.name}.{os.getpid()}"
    draft.unlink(missing_ok=True)
    try:
        _fill(draft)
        _place(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _fill(draft: Path) -> None:
    with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        # Once, here: switching the journal mode while others write can fail as locked.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_CREATE)
        for statement in index():
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _place(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:  # another process was faster
        pass
    except OSError:  # a file system without hard links
        draft.rename(path)


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into a :class:`StoreError`."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(*_explain(str(error), path)) from error


_ELSEWHERE = 'Set CYCLEPROF["STORE"] to a path that can be written, or to memory://.'
_CAUSES = (
    ("not a database", "{} is damaged, or a file of another program", "Delete it or set another."),
    ("malformed", "{} is damaged", "Delete it (only recorded profiles are lost)."),
    ("corrupt", "{} is damaged", "Delete it (only recorded profiles are lost)."),
    ("no such module", "{} needs SQLite's FTS5, which this Python lacks", "Set another store."),
    ("no such", "{} is damaged: {error}", "Delete it (only recorded profiles are lost)."),
    ("locked", "{} is locked by another program", "Close what holds it, or set another store."),
    ("is full", "the disk of {} is full", "Make room, or prune with: cycleprof prune"),
    ("No space left", "the disk of {} is full", "Make room, or prune with: cycleprof prune"),
    ("disk I/O error", "{} cannot be written: {error}", "Is the disk full or failing?"),
    ("readonly", "{} cannot be written", _ELSEWHERE),
    ("unable to open", "{} cannot be opened", _ELSEWHERE),
    ("Permission denied", "{} cannot be written", _ELSEWHERE),
    ("Read-only file system", "{} cannot be written", _ELSEWHERE),
)


def _explain(error: str, path: Path) -> tuple[str, str]:
    for sign, message, hint in _CAUSES:
        if sign in error:
            return message.format(path, error=error), hint
    return f"{path} cannot be used: {error}", _ELSEWHERE
