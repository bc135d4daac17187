"""Turn the environment variable DEMO_DATABASE into Django's DATABASES setting."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from django.core.exceptions import ImproperlyConfigured

Database = dict[str, Any]


def _test_name(name: str) -> str:
    """Name a process's own test database: runs at the same time must not meet in one."""
    return f"demo_{os.getpid()}_{name}"


def _atomic_requests() -> bool:
    """Whether each view runs in a transaction, which async views cannot."""
    return os.environ.get("DEMO_ATOMIC_REQUESTS") == "1"


def _sqlite(path: Path) -> Database:
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "ATOMIC_REQUESTS": _atomic_requests(),
        # A file for the tests as well: threads of a page share no connection in memory.
        "TEST": {"NAME": Path(gettempdir(), _test_name(path.name))},
        # Readers do not wait for a writer, and a writer waits for the other one: the streaming
        # and async pages would otherwise meet "database is locked" under a threaded runserver.
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def _postgres(name: str) -> Database:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": os.environ.get("DEMO_DATABASE_USER", "postgres"),
        "HOST": "127.0.0.1",
        "PORT": "5432",
        "ATOMIC_REQUESTS": _atomic_requests(),
        "TEST": {"NAME": _test_name(name)},
    }


def _mariadb(name: str) -> Database:
    _use_pymysql_without_mysqlclient()
    return {
        "ENGINE": "django.db.backends.mysql",
        "NAME": name,
        "USER": os.environ.get("DEMO_DATABASE_USER", "root"),
        "HOST": "127.0.0.1",
        "PORT": "3306",
        "ATOMIC_REQUESTS": _atomic_requests(),
        "TEST": {"NAME": _test_name(name)},
        "OPTIONS": {"charset": "utf8mb4"},
    }


def _use_pymysql_without_mysqlclient() -> None:
    """Let the pure-Python driver stand in where mysqlclient could not be compiled."""
    try:
        import MySQLdb  # noqa: F401
    except ImportError:
        import pymysql

        # Django compares this with the mysqlclient release that it needs.
        pymysql.version_info = (2, 2, 7, "final", 0)
        pymysql.install_as_MySQLdb()


def databases(var: Path) -> dict[str, Database]:
    """Return the aliases `default` and `archive`; SQLite files go below the folder `var`.

    Raises ImproperlyConfigured for a DEMO_DATABASE other than sqlite, postgres or mariadb.
    """
    chosen = os.environ.get("DEMO_DATABASE", "sqlite")
    name = os.environ.get("DEMO_DATABASE_NAME", "test")
    path = Path(os.environ.get("DEMO_DB_PATH", var / "blog.sqlite3")).absolute()
    archive = _sqlite(path.with_name(f"{path.stem}-archive.sqlite3"))
    if chosen == "sqlite":
        return {"default": _sqlite(path), "archive": archive}
    if chosen == "postgres":
        return {"default": _postgres(name), "archive": archive}
    if chosen == "mariadb":
        return {"default": _mariadb(name), "archive": archive}
    raise ImproperlyConfigured(
        f"DEMO_DATABASE is {chosen!r}. Use one of: sqlite (the default), postgres, mariadb."
    )
