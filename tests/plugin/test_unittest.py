from __future__ import annotations

import json
import sys

import pytest

SUITE = """
    import unittest
    from django.test import TestCase
    from cycleprof.testing.mixin import CycleBudgetMixin
    from shop.models import Author, Book

    class ShopTests(CycleBudgetMixin, TestCase):
        def setUp(self):
            for number in range(3):
                author = Author.objects.create(name="a")
                Book.objects.create(title="b", author=author)

        def test_within(self):
            with self.assertCycleBudget(queries=4, findings=1):
                self.client.get("/books/")

        def test_over(self):
            with self.assertCycleBudget(queries=3):
                self.client.get("/books/")

        def test_mistyped(self):
            with self.assertRaisesRegex(ValueError, "Did you mean 'queries'"):
                with self.assertCycleBudget(querys=3):
                    pass

    class Small(CycleBudgetMixin, TestCase):
        cycle_budget = {"queries": 0}

        def test_over(self):
            Book.objects.count()

        def test_within(self):
            self.assertEqual(1, 1)

        @unittest.skip("never")
        def test_skipped(self): pass
"""
RUNNER = ("--testrunner", "cycleprof.testing.runner.CycleprofRunner")


@pytest.fixture
def manage(project):
    """Run `manage.py test` in the project with these options."""
    project.tests(SUITE)

    def manage(*options):
        command = (sys.executable, "-m", "django", "test", "--settings", "settings", *options)
        result = project.pytester.run(*command)
        result.text = result.stdout.str() + result.stderr.str()
        return result

    return manage


@pytest.mark.parametrize("options", [(), (*RUNNER, "--cycleprof")], ids=["any runner", "ours"])
def test_the_mixin_judges_under_manage_py_test(manage, options):
    result = manage(*options)
    assert "FAILED (failures=2, skipped=1)" in result.text
    assert "cycleprof: this block is over its budget (test_shop.py:17)" in result.text
    assert "cycleprof: test_over is over its budget (Small.cycle_budget)" in result.text


@pytest.mark.parametrize("options", [(), ("--cycleprof",)], ids=["without", "with the option"])
def test_the_mixin_judges_under_pytest(project, options):
    project.tests(SUITE)
    project.run(*options).assert_outcomes(passed=3, failed=2, skipped=1)


def test_the_runner_writes_the_artefact_with_pytest_s_names(manage, project):
    manage(*RUNNER, "--cycleprof-json", "run.json")
    document = json.loads((project.path / "run.json").read_text())
    tests = {test["nodeid"]: test["outcome"] for test in document["tests"]}
    assert tests == {
        "test_shop.py::ShopTests::test_within": "passed",
        "test_shop.py::ShopTests::test_over": "failed",
        "test_shop.py::ShopTests::test_mistyped": "passed",
        "test_shop.py::Small::test_over": "failed",
        "test_shop.py::Small::test_within": "passed",
        "test_shop.py::Small::test_skipped": "skipped",
    }


def test_the_runner_judges_by_the_configuration(manage, project):
    project.configure('[tool.cycleprof.budgets."GET /books/"]\nqueries = 1')
    result = manage(*RUNNER, "--cycleprof", "test_shop.ShopTests.test_within")
    assert "cycleprof: GET /books/ is over its budget (pyproject.toml:6)" in result.text
    assert "FAILED (failures=1)" in result.text


def test_the_runner_without_its_option_is_django_s(manage, project):
    assert "FAILED (failures=2, skipped=1)" in manage(*RUNNER).text
    assert not (project.path / "run.json").exists()
