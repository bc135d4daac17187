"""The settings of Django's own tests, on the database that CYCLEPROF_TEST_DATABASE names.

As in the settings that come with those tests for SQLite; each run on a server has databases of its
own, since two go on side by side.
"""

from __future__ import annotations

import os

import tests.harness.mysql_driver  # noqa: F401 - PyMySQL where mysqlclient is not installed
from tests.databases import SERVERS

_CHOSEN = os.environ.get("CYCLEPROF_TEST_DATABASE", "sqlite")


def _database(alias: str) -> dict[str, object]:
    if _CHOSEN == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3"}
    name = f"django_{os.getpid()}_{alias}"
    # The connection that makes the test database needs one that is there: each server has its own.
    at_hand = {"postgres": "postgres", "mariadb": "test"}[_CHOSEN]
    return SERVERS[_CHOSEN] | {"NAME": at_hand, "TEST": {"NAME": name}}


DATABASES = {alias: _database(alias) for alias in ("default", "other")}
SECRET_KEY = "of Django's own tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
USE_TZ = False
