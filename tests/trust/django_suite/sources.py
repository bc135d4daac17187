"""Finds Django's own tests: they are in its source distribution, not in its wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import gettempdir

import django


def find_tests() -> Path:
    """The ``tests`` folder of the Django release that this interpreter has, fetched if need be.

    ``DJANGO_SOURCES`` names the folder that source distributions are kept in; without it, one
    among the machine's temporary files.
    """
    keep = Path(os.environ.get("DJANGO_SOURCES") or Path(gettempdir()) / "cycleprof-django")
    release = f"django-{django.get_version()}"
    tests = keep / release / "tests"
    if not (tests / "runtests.py").exists():
        _fetch(keep, release)
    return tests


def _fetch(keep: Path, release: str) -> None:
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"),
        *("--dest", str(keep), f"Django=={django.get_version()}"),
    ]
    subprocess.run(command, check=True)
    with tarfile.open(keep / f"{release}.tar.gz") as archive:
        archive.extractall(keep, filter="data")
