"""The checks of static/cycleprof that need Node: its types, and the tests of its pure modules."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent

pytestmark = [
    pytest.mark.browser,  # once per run of everything, not once per Python and Django
    pytest.mark.skipif(shutil.which("npm") is None, reason="Node and npm are not installed"),
]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session", autouse=True)
def packages():
    """The packages of package-lock.json; installed again only when that file has changed."""
    stamp = HERE / "node_modules" / ".package-lock.json"
    lock = HERE / "package-lock.json"
    if not stamp.exists() or stamp.stat().st_mtime < lock.stat().st_mtime:
        installed = run("npm", "ci", "--no-fund", "--no-audit")
        assert installed.returncode == 0, installed.stderr


def test_types_hold():
    checked = run("npx", "--no-install", "tsc", "--project", "tsconfig.json")

    assert checked.returncode == 0, checked.stdout


def test_pure_modules_behave():
    tested = run("node", "--test")

    assert tested.returncode == 0, tested.stdout
    assert "# fail 0" in tested.stdout or "ℹ fail 0" in tested.stdout  # noqa: RUF001 - as node writes it
