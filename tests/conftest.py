"""Fixtures for all: a fresh store per test, and proof that no test leaves a recorder behind."""

from __future__ import annotations

import pytest

from cycleprof.recorder import ACTIVE
from cycleprof.runtime import forget


@pytest.fixture(autouse=True)
def _no_recorder_leaks():
    assert ACTIVE.get() is None
    yield
    assert ACTIVE.get() is None


@pytest.fixture(autouse=True)
def _fresh_store():
    forget()
    yield
    forget()
