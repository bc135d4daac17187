from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from cycleprof.cli.main import main
from cycleprof.stores.sqlite import SqliteStore
from tests.stores.profiles import entry

ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
"""The environment without the suite's own settings."""


@pytest.fixture
def store(tmp_path):
    opened = SqliteStore(tmp_path / ".cycleprof" / "profiles.db")
    yield opened
    opened.close()


@pytest.fixture
def saved(store):
    def save(*args, **changes):
        one = entry(*args, **changes)
        store.save([one])
        return one.summary.id

    return save


@pytest.fixture
def cli(tmp_path, capsysbinary, monkeypatch):
    """Run the command line in the folder of the store; gives status, output and errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)

    def run(*argv):
        status = main([str(one) for one in argv])
        captured = capsysbinary.readouterr()
        return SimpleNamespace(
            status=status, out=captured.out.decode(), err=captured.err.decode(), raw=captured.out
        )

    return run


@pytest.fixture
def project(tmp_path):
    """A project as startproject makes it, with cycleprof nowhere in it."""
    folder = tmp_path / "project"
    folder.mkdir()
    command = [sys.executable, "-m", "django", "startproject", "mysite", str(folder)]
    subprocess.run(command, check=True, timeout=60, env=ENVIRONMENT)
    return folder
