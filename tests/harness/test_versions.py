from __future__ import annotations

import pytest

pytestmark = pytest.mark.once

SOURCE = """
import pytest

@pytest.mark.only(django={django!r}, python=">=3.11")
def test_a(): pass

def test_b(): pass
"""


@pytest.mark.parametrize(("django", "passed"), [(">=4", 2), ("<4", 1)])
def test_marked_test_runs_only_on_the_versions_named(pytester, django, passed):
    pytester.makepyfile(SOURCE.format(django=django))

    result = pytester.runpytest(
        "-p", "tests.harness.versions", "-p", "no:django", "-p", "no:asyncio"
    )

    result.assert_outcomes(passed=passed, deselected=2 - passed)
