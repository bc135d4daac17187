from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / ".ci"


@pytest.fixture
def script(tmp_path):
    """Run one of the scripts of .ci, in an empty folder."""

    def run(name: str, *arguments: object, python: tuple[str, ...] = (sys.executable,)):
        command = [*python, SCRIPTS / name, *map(str, arguments)]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    return run
