"""Writes each run's results into the folder that CYCLEPROF_JUNIT names, for .ci/summary.py."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest


@pytest.hookimpl(tryfirst=True)  # before pytest's own plugin looks for the file's name
def pytest_configure(config: pytest.Config):
    folder = os.environ.get("CYCLEPROF_JUNIT")
    if folder and not config.option.xmlpath:
        config.option.xmlpath = str(Path(folder) / f"{time.time_ns()}-{os.getpid()}.xml")
