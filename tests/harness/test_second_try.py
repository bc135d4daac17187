from __future__ import annotations

import pytest

pytestmark = pytest.mark.once

PLUGINS = ("-p", "tests.harness.second_try", "-p", "no:django", "-p", "no:asyncio")
WORKS_AT_THE_SECOND_TRY = """
tries = []
def test_a():
    tries.append(1)
    assert len(tries) > 1, 'too early'
"""


@pytest.fixture
def told(pytester, monkeypatch):
    file = pytester.path / "second-tries.txt"
    monkeypatch.setenv("CYCLEPROF_SECOND_TRIES", str(file))
    return file


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["alone", "xdist"])
def test_what_passes_at_its_second_try_is_told_with_its_first_failure(pytester, told, options):
    pytester.makepyfile(WORKS_AT_THE_SECOND_TRY)

    result = pytester.runpytest_subprocess(*PLUGINS, *options)

    assert result.parseoutcomes()["passed"] == result.parseoutcomes()["rerun"] == 1
    (line,) = told.read_text().splitlines()
    assert "::test_a: " in line
    assert "too early" in line


def test_what_fails_twice_has_failed(pytester, told):
    pytester.makepyfile("def test_a(): assert False")

    result = pytester.runpytest_subprocess(*PLUGINS)

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert result.parseoutcomes()["failed"] == 1


def test_without_the_variable_there_is_one_try(pytester, monkeypatch):
    monkeypatch.delenv("CYCLEPROF_SECOND_TRIES", raising=False)
    pytester.makepyfile(WORKS_AT_THE_SECOND_TRY)

    assert pytester.runpytest_subprocess(*PLUGINS).parseoutcomes() == {"failed": 1}
