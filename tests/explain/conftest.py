from __future__ import annotations

import pytest
from django.db.utils import ConnectionHandler, OperationalError

from cycleprof import explain as package
from cycleprof.model import Span, Stage
from tests.stores.profiles import make_profile

DATABASES = {
    "sqlite": {"ENGINE": "django.db.backends.sqlite3"},
    "postgresql": {
        "ENGINE": "django.db.backends.postgresql", "NAME": "test", "USER": "postgres",
        "HOST": "127.0.0.1", "PORT": "5432", "OPTIONS": {"options": "-c lock_timeout=5s"},
    },
    "mysql": {
        "ENGINE": "django.db.backends.mysql", "NAME": "test", "USER": "root",
        "HOST": "127.0.0.1", "PORT": "3306",
        "OPTIONS": {"init_command": "SET lock_wait_timeout = 5"},
    },
}  # fmt: skip
TABLE = "cycleprof_plan"


def profile_with(sql, *parameters, alias="default", **more):
    attributes = {"db.query.text": sql, "cycleprof.alias": alias, **more}
    attributes |= {f"db.query.parameter.{i}": value for i, value in enumerate(parameters)}
    root = make_profile().spans[0]
    span = Span(id=2, parent_id=1, stage=Stage.DB, name="SELECT", start_ns=0, end_ns=1,
                attributes=attributes)  # fmt: skip
    return make_profile(spans=(root, span))


def _connect(vendor, tmp_path, monkeypatch):
    options = {**DATABASES[vendor]}
    options.setdefault("NAME", str(tmp_path / "db.sqlite3"))
    handler = ConnectionHandler({"default": options})
    monkeypatch.setattr(package, "connections", handler)
    try:
        handler["default"].ensure_connection()
    except OperationalError as error:
        pytest.skip(f"no {vendor}: {error}")
    return handler["default"]


@pytest.fixture(params=[
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.databases),
    pytest.param("mysql", marks=pytest.mark.databases),
])  # fmt: skip
def database(request, tmp_path, monkeypatch, django_db_blocker):
    """A connection to a database with a table of 2,000 rows, of which a column has an index."""
    with django_db_blocker.unblock():
        yield from _filled(_connect(request.param, tmp_path, monkeypatch), request.param)


def _filled(connection, vendor):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(f"CREATE TABLE {TABLE} (id INTEGER PRIMARY KEY, a INTEGER, b VARCHAR(99))")
        rows = ", ".join(f"({i}, {i % 7}, '{'row' * 20} {i}')" for i in range(2_000))
        cursor.execute(f"INSERT INTO {TABLE} VALUES {rows}")  # one commit: disks are slow
        cursor.execute(f"ANALYZE {'TABLE ' if vendor == 'mysql' else ''}{TABLE}")
        if vendor == "mysql":
            cursor.fetchall()
    yield connection
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")
    connection.close()
