"""The suite's databases: SQLite, or what CYCLEPROF_TEST_DATABASE asks for."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import gettempdir
from typing import Any

SERVERS = {
    "postgres": {
        "ENGINE": "django.db.backends.postgresql", "USER": "postgres", "HOST": "127.0.0.1",
        "PORT": "5432",
    },
    "mariadb": {
        "ENGINE": "django.db.backends.mysql", "USER": "root", "HOST": "127.0.0.1",
        "PORT": "3306", "OPTIONS": {"charset": "utf8mb4"},
    },
}  # fmt: skip


def databases(folder: Path) -> dict[str, dict[str, Any]]:
    """The aliases ``default`` and ``other``; every process tests on databases of its own.

    Raises ValueError for a CYCLEPROF_TEST_DATABASE other than sqlite, postgres or mariadb.
    """
    chosen = os.environ.get("CYCLEPROF_TEST_DATABASE", "sqlite")
    if chosen == "sqlite":
        return {name: _sqlite(folder / f"{name}.sqlite3") for name in ("default", "other")}
    if chosen not in SERVERS:
        known = ", ".join(["sqlite (the default)", *SERVERS])
        raise ValueError(f"CYCLEPROF_TEST_DATABASE is {chosen!r}. Use one of: {known}.")
    return {
        name: SERVERS[chosen] | {"NAME": name, "TEST": {"NAME": f"cycleprof_{os.getpid()}_{name}"}}
        for name in ("default", "other")
    }


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"timeout": 20},
        # A file, because Django never closes connections to a database in memory; and one per
        # process, because several runs may go on in one checkout.
        "TEST": {"NAME": Path(gettempdir()) / f"cycleprof-{os.getpid()}-{path.name}"},
    }
