from __future__ import annotations

import pytest

pytestmark = pytest.mark.once

PASSED = "<testcase/>"
FAILED = "<testcase><failure/></testcase>"
BROKEN = "<testcase><error/></testcase>"
SKIPPED = "<testcase><skipped/></testcase>"


@pytest.fixture
def summary(script, tmp_path):
    def run(*reports: str):
        for number, cases in enumerate(reports):
            text = f"<testsuites><testsuite>{cases}</testsuite></testsuites>"
            (tmp_path / f"{number}.xml").write_text(text)
        return script("summary.py", tmp_path)

    return run


def test_adds_up_the_runs_and_closes_on_one_line(summary):
    done = summary(PASSED * 3, PASSED)

    assert done.stdout.splitlines() == ["Test runs: 2", "4 passed, 0 failed"]
    assert done.returncode == 0


@pytest.mark.parametrize("bad", [FAILED, BROKEN])
def test_one_failure_in_any_run_fails(summary, bad):
    done = summary(PASSED, PASSED + bad, PASSED)

    assert done.stdout.splitlines()[-1] == "3 passed, 1 failed"
    assert done.returncode == 1


def test_a_test_that_failed_in_its_body_and_its_teardown_is_one_failure(summary):
    done = summary("<testcase><failure/><error/></testcase>")

    assert done.stdout.splitlines()[-1] == "0 passed, 1 failed"


def test_skipped_tests_are_told_apart(summary):
    assert summary(PASSED + SKIPPED).stdout.splitlines()[-1] == "1 passed, 0 failed, 1 skipped"


def test_tests_that_had_to_be_tried_twice_are_named(summary, tmp_path):
    (tmp_path / "second-tries.txt").write_text("tests/a.py::test_b: too slow\n")

    done = summary(PASSED)

    assert done.stdout.splitlines()[1:] == [
        "Failed at first: tests/a.py::test_b: too slow", "1 passed, 0 failed",
    ]  # fmt: skip
    assert done.returncode == 0


def test_many_tests_that_had_to_be_tried_twice_fail(summary, tmp_path):
    (tmp_path / "second-tries.txt").write_text("a test\n" * 4)

    assert summary(PASSED).returncode == 1


def test_no_test_at_all_fails(summary):
    assert summary().returncode == 1


def test_a_half_written_report_fails(summary, tmp_path):
    (tmp_path / "killed.xml").write_text("<testsuites><testsuite>")

    assert summary(PASSED).returncode != 0
