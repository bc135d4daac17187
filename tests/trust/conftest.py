"""Hostile texts end up in what tests log, and so in their reports, which xdist sends as UTF-8."""

from __future__ import annotations

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Write what cannot be encoded, such as a lone surrogate, as its escape."""
    report = yield
    report.sections = [(title, _encodable(text)) for title, text in report.sections]
    return report


def _encodable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
