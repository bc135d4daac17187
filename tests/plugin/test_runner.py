from __future__ import annotations

import json
import sys

import pytest

pytestmark = pytest.mark.once

SUITE = """
    import unittest, urllib.request
    from django.test import LiveServerTestCase, TestCase
    from shop.models import Author, Book

    def fill():
        for number in range(3):
            Book.objects.create(title="b", author=Author.objects.create(name="a"))

    class Pages(TestCase):
        def setUp(self): fill()
        def test_list(self): self.client.get("/books/")
        def test_count(self): self.client.get("/count/")

    class Live(LiveServerTestCase):
        def test_live(self):
            fill()
            urllib.request.urlopen(self.live_server_url + "/books/").read()
"""
ODD = """
    import unittest
    from django.test import SimpleTestCase

    class Odd(SimpleTestCase):
        def test_sub(self):
            for number in (1, 2):
                with self.subTest(number=number):
                    self.client.get("/nowhere/")
                    self.assertEqual(number, 1)

        @unittest.expectedFailure
        def test_expected(self): self.fail("as expected")

        @unittest.expectedFailure
        def test_unexpected(self): pass
"""
RUNNER = ("--testrunner", "cycleprof.testing.runner.CycleprofRunner")


@pytest.fixture
def manage(project):
    def manage(*options):
        command = (sys.executable, "-m", "django", "test", "--settings", "settings", *RUNNER)
        result = project.pytester.run(*command, *options)
        result.text = result.stdout.str() + result.stderr.str()
        return result

    project.tests(SUITE)
    return manage


def baseline(project):
    return (project.path / "cycleprof_baseline" / "test_shop.json").read_text()


def test_workers_results_are_merged_judged_and_written_as_one_process_does(manage, project):
    assert manage("--cycleprof-update").ret == 0
    alone = baseline(project)
    (project.path / "cycleprof_baseline" / "test_shop.json").unlink()
    project.configure('[tool.cycleprof.budgets."GET /count/"]\nqueries = 0')
    result = manage("--parallel", "2", "--cycleprof-update", "--cycleprof-json", "run.json")
    assert result.ret == 1
    assert "cycleprof: GET /count/ is over its budget (pyproject.toml:6)" in result.text
    assert {name: test["outcome"] for name, test in project.recorded().items()} == {
        "test_list": "passed", "test_count": "failed", "test_live": "passed"
    }  # fmt: skip
    assert set(json.loads(baseline(project))["tests"]) == {"Live::test_live", "Pages::test_list"}
    project.edit("pyproject.toml", "queries = 0", "queries = 1")
    assert manage("--parallel", "2", "--cycleprof-update").ret == 0
    assert baseline(project) == alone


def test_pytest_judges_by_the_baseline_that_the_runner_wrote(manage, project):
    manage("--cycleprof-update")
    project.edit("shop/views.py", "found = Book", "Book.objects.count()\n    found = Book")
    result = project.run("--cycleprof", "-k", "not live")
    result.assert_outcomes(passed=1, failed=1, deselected=1)
    result.stdout.fnmatch_lines(["*GET /books/ is worse than the baseline of test_shop.py::Pages*"])


def test_odd_outcomes_are_recorded_as_pytest_calls_them(manage, project):
    project.tests(ODD)
    assert "FAILED (failures=1, expected" in manage("--cycleprof-json", "run.json").text
    outcomes = {name: test["outcome"] for name, test in project.recorded().items()}
    assert outcomes == {
        "test_sub": "failed", "test_expected": "skipped", "test_unexpected": "failed"
    }  # fmt: skip


def test_a_run_with_another_database_than_the_base_ends_with_status_3(manage, project):
    manage("--cycleprof-json", "base.json")
    path = project.path / "base.json"
    path.write_text(path.read_text().replace('"vendor":"sqlite"', '"vendor":"mysql"'))
    result = manage("--cycleprof-compare", "base.json")
    assert result.ret == 3
    assert "not compared with the base: the database 'default' is mysql" in result.text


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--cycleprof=counts", "--cycleprof-update"), "it cannot record a baseline"),
        (("--cycleprof-compare", "nowhere.json"), "nowhere.json"),
    ],
)
def test_a_mistake_ends_with_status_2_before_any_test(manage, options, message):
    result = manage(*options)
    assert result.ret == 2
    assert message in result.text
    assert "Ran" not in result.text
