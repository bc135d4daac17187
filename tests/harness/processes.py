"""Keeps apart the folders of tests that cannot share a process with the others.

A process has one Django, configured once, and tests/demo needs the demo site's settings.
Playwright runs an event loop for as long as its browser is open, and tests/browser would leave no
room for the asyncio tests. So plain `pytest` leaves both out, `pytest tests/demo` and
`pytest tests/browser` run them, and one run cannot have two of these.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEMO_TESTS = ROOT / "tests" / "demo"
APART = (DEMO_TESTS, ROOT / "tests" / "browser")


@pytest.hookimpl(tryfirst=True)  # before pytest-django looks for the settings' name
def pytest_load_initial_conftests(early_config: pytest.Config):
    folder = _asked_for(early_config)
    if folder == DEMO_TESTS:
        sys.path.insert(0, str(ROOT / "demo_site"))
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config):
    return True if collection_path in APART and collection_path != _asked_for(config) else None


def _asked_for(config: pytest.Config) -> Path | None:
    """Return the folder of APART that the command line names; None for the other tests."""
    arguments = config.known_args_namespace.file_or_dir
    folders = {_folder(Path(name.partition("::")[0]).resolve()) for name in arguments}
    if len(folders) > 1:
        raise pytest.UsageError(
            "tests/demo, tests/browser and the other tests each need a process of their own: "
            "run pytest once for each (tests/harness/processes.py says why)."
        )
    return folders.pop() if folders else None


def _folder(path: Path) -> Path | None:
    return next((folder for folder in APART if path.is_relative_to(folder)), None)
