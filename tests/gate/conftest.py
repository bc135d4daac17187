from __future__ import annotations

import pytest

from cycleprof.gate.writer import RunWriter

from .factories import a_test, environment


@pytest.fixture
def write(tmp_path):
    """Write a run document of tests with these node ids; return its path."""

    def write(name, *tests, **changes):
        with RunWriter(tmp_path / name, environment(**changes)) as writer:
            for test in tests:
                writer.add(a_test(test) if isinstance(test, str) else test)
        return tmp_path / name

    return write
