"""Where CYCLEPROF_SECOND_TRIES names a file, as in CI, a test that fails is run once more.

Servers, browsers and threads share CI's machine with whatever else runs there. A test that fails
twice has failed. One that passes at its second try is written to the file with what it failed of
at first, `.ci/summary.py` prints that, and fails where there are more than a few of them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

VARIABLE = "CYCLEPROF_SECOND_TRIES"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if VARIABLE in os.environ:
        for item in items:
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    # xdist's workers send their reports to the run that they belong to: only that one writes.
    if report.outcome == "rerun" and "PYTEST_XDIST_WORKER" not in os.environ:
        crash = getattr(report.longrepr, "reprcrash", None)
        reason = " ".join(str(getattr(crash, "message", report.longrepr)).split())[:300]
        with Path(os.environ[VARIABLE]).open("a") as file:
            file.write(f"{report.nodeid}: {reason}\n")
