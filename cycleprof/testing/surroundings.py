"""Describes what a run ran on: versions, databases, and the files of its fixtures."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from cycleprof.gate.run import Database, Environment
from cycleprof.recorder import suppressed
from cycleprof.runtime import VERSIONS


def describe(mode: str) -> Environment:
    """The environment as far as it is known without opening a connection."""
    return Environment(
        python=VERSIONS["python"],
        django=VERSIONS["django"],
        cycleprof=VERSIONS["cycleprof"],
        databases=[
            Database(alias=alias, vendor=connections[alias].vendor, version=None)
            for alias in sorted(connections)
        ],
        mode=mode,
        fixtures=_fixtures(),
    )


def ask_versions(environment: Environment) -> Environment:
    """The environment with the versions of those databases that are connected now."""
    databases: list[Database] = [
        {**database, "version": database["version"] or _version(database["alias"])}
        for database in environment["databases"]
    ]
    return {**environment, "databases": databases}


def _version(alias: str) -> str | None:
    connection: BaseDatabaseWrapper = connections[alias]
    if connection.connection is None:
        return None
    try:
        with suppressed():
            return ".".join(map(str, connection.get_database_version()))
    except Exception:  # noqa: BLE001 - a broken connection is the test's business, not ours
        return None


def _fixtures() -> str:
    """A digest of all fixture files by name and content; empty if there are none."""
    folders = [Path(config.path) / "fixtures" for config in apps.get_app_configs()]
    folders += map(Path, settings.FIXTURE_DIRS)
    digest = blake2b(digest_size=8)
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest() if files else ""
