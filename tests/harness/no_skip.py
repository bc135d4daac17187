"""Turns skips into failures where CYCLEPROF_NO_SKIP is 1, as CI sets it.

A test may skip itself on a developer's machine that has no Chromium or no database server. CI
has both, so a skip there means that something went unchecked without anybody noticing.
"""

from __future__ import annotations

import os

import pytest


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_logreport(report: pytest.TestReport):
    # Here and not in makereport: reports of subtests pass through this hook only.
    _refuse_skip(report)
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collectreport(report: pytest.CollectReport):
    _refuse_skip(report)
    return (yield)


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    expected_failure = hasattr(report, "wasxfail")
    if os.environ.get("CYCLEPROF_NO_SKIP") != "1" or not report.skipped or expected_failure:
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
    report.outcome = "failed"
    report.longrepr = f"CYCLEPROF_NO_SKIP=1 allows no skip, and {report.nodeid} did: {reason}"
