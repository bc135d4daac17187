from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

DEMO = Path(settings.BASE_DIR)


def installed_apps(**environment):
    code = "from config.settings import INSTALLED_APPS; print(*INSTALLED_APPS)"
    env = {**os.environ, **environment, "PYTHONPATH": str(DEMO)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True)
    return done.stdout.decode().split()


def test_cycleprof_is_installed_by_one_line():
    assert installed_apps(DEMO_WITHOUT_CYCLEPROF="")[-1] == "cycleprof"


def test_it_can_be_left_out():
    assert "cycleprof" not in installed_apps(DEMO_WITHOUT_CYCLEPROF="1")


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_no_module_imports_it():
    files = list(DEMO.rglob("*.py"))
    assert len(files) > 80
    assert not [path for path in files if any("cycleprof" in name for name in imported(path))]


def test_every_migration_is_written():
    call_command("makemigrations", "--check", verbosity=0)


def test_the_project_passes_its_checks():
    call_command("check", "--fail-level", "WARNING")


def test_an_unknown_database_is_refused_with_the_known_ones(monkeypatch, tmp_path):
    from config.databases import databases

    monkeypatch.setenv("DEMO_DATABASE", "oracle")
    with pytest.raises(ImproperlyConfigured, match=r"sqlite .*postgres, mariadb"):
        databases(tmp_path)


@pytest.mark.parametrize("vendor", ["sqlite", "postgres", "mariadb"])
def test_each_database_has_both_aliases(monkeypatch, tmp_path, vendor):
    from config.databases import databases

    monkeypatch.setenv("DEMO_DATABASE", vendor)
    monkeypatch.setenv("DEMO_DB_PATH", str(tmp_path / "new folder" / "x.sqlite3"))
    found = databases(tmp_path)
    assert found.keys() == {"default", "archive"}
    assert found["archive"]["NAME"] == tmp_path / "new folder" / "x-archive.sqlite3"
