from __future__ import annotations

import pytest

pytestmark = pytest.mark.once

PLUGINS = ("-p", "tests.harness.no_skip", "-p", "no:django", "-p", "no:asyncio")
SKIPS = {
    "a mark": """
import pytest
@pytest.mark.skip(reason='no browser')
def test_a(): pass
""",
    "a condition": """
import pytest
@pytest.mark.skipif(True, reason='no browser')
def test_a(): pass
""",
    "a call": """
import pytest
def test_a(): pytest.skip('no browser')
""",
    "a fixture": """
import pytest
@pytest.fixture
def page(): pytest.skip('no browser')
def test_a(page): pass
""",
    "unittest": """
import unittest
class TestA(unittest.TestCase):
    def test_a(self): self.skipTest('no browser')
""",
}


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CYCLEPROF_NO_SKIP", "1")

    def run(source: str, *options: str) -> pytest.RunResult:
        pytester.makepyfile(source)
        return pytester.runpytest(*PLUGINS, *options)

    return run


@pytest.mark.parametrize("source", SKIPS.values(), ids=SKIPS)
def test_skip_fails_the_run_and_keeps_its_reason(suite, source):
    result = suite(source)

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*allows no skip*test_a*no browser*"])


def test_skipped_module_fails_the_run(suite):
    result = suite("import pytest\npytest.importorskip('no_such_library')")

    result.assert_outcomes(errors=1)
    assert result.ret == pytest.ExitCode.INTERRUPTED


def test_skip_in_an_xdist_worker_fails_the_run(suite):
    result = suite(SKIPS["a call"], "-n", "1")

    result.assert_outcomes(failed=1)


def test_expected_failure_is_no_skip(suite):
    result = suite("import pytest\n@pytest.mark.xfail\ndef test_a(): assert False")

    result.assert_outcomes(xfailed=1)


def test_without_the_variable_a_skip_stays_a_skip(suite, monkeypatch):
    monkeypatch.delenv("CYCLEPROF_NO_SKIP")

    suite(SKIPS["a call"]).assert_outcomes(skipped=1)
