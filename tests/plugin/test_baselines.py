from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.once

LIST = "def test_list(client, books): client.get('/books/')"


@pytest.fixture
def guarded(project):
    """The project with a baseline of its list page, which joins the authors."""
    project.edit("shop/views.py", "found = Book.objects.all()", JOINED)
    project.tests(LIST)
    assert project.run("--cycleprof-update").ret == 0
    return project


JOINED = 'found = Book.objects.select_related("author")'


def baseline(project):
    return json.loads((project.path / "cycleprof_baseline" / "test_shop.json").read_text())


def test_a_baseline_holds_classes_and_labels_and_no_lines(guarded):
    tests = baseline(guarded)["tests"]
    [(key, value)] = tests["test_list"]["GET /books/"]["queries"].items()
    assert key.startswith("default:")
    assert value == "one: SELECT shop_book"
    assert "views.py" not in json.dumps(tests)
    assert guarded.run("--cycleprof").ret == 0


def test_an_n_plus_1_brought_back_fails_with_its_lines_and_remedy(guarded):
    guarded.edit("shop/views.py", JOINED, "found = Book.objects.all()")
    result = guarded.run("--cycleprof")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "cycleprof: GET /books/ is worse than the baseline of test_shop.py::test_list",
            "  GET /books/: SELECT shop_author: never before, a few times now",
            "  GET /books/: finding CP001 is new",
            "Queries that came on top:",
            "     3 x SELECT*",
            "            3 from shop/views.py:*",
            "What would help:",
            '  CP001 *select_related("author")*',
            "If this is meant, accept it: pytest --cycleprof --cycleprof-update",
        ]
    )


def test_an_added_query_fails_with_its_line(guarded):
    guarded.edit("shop/views.py", JOINED, f"Book.objects.count()\n    {JOINED}")
    result = guarded.run("--cycleprof")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "  GET /books/: SELECT shop_book: never before, once now",
            "     1 x SELECT COUNT(*)*shop_book",
            "            1 from shop/views.py:6 in books",
        ]
    )


def test_more_rows_a_moved_line_and_a_new_column_are_no_regression(guarded):
    guarded.edit("conftest.py", "range(3)", "range(30)")
    guarded.edit("shop/models.py", "title =", "pages = models.IntegerField(default=1)\n    title =")
    guarded.edit("shop/views.py", "def books", "# a comment\n\ndef books")
    result = guarded.run("--cycleprof")
    assert result.ret == 0, result.stdout.str()


def test_an_improvement_is_told_and_kept_by_the_ratchet_only(project):
    project.tests(LIST)
    project.run("--cycleprof-update")
    project.edit("shop/views.py", "found = Book.objects.all()", JOINED)
    result = project.run("--cycleprof")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["1 better than the baseline*", "*test_shop.py::test_list"])
    project.run("--cycleprof-update=ratchet")
    project.edit("shop/views.py", JOINED, "found = Book.objects.all()")
    before = baseline(project)
    project.run("--cycleprof-update=ratchet").assert_outcomes(failed=1)
    assert baseline(project) == before


def test_unknown_tests_are_reported_or_fail_if_asked(guarded):
    guarded.tests(f"{LIST}\ndef test_other(client, books): client.get('/books/1/')")
    result = guarded.run("--cycleprof")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["1 not in the baseline*", "*test_shop.py::test_other"])
    guarded.configure("[tool.cycleprof]\nunknown_tests = 'fail'")
    guarded.run("--cycleprof").assert_outcomes(passed=1, failed=1)


def test_an_update_of_part_of_the_tests_keeps_the_rest_and_of_all_drops_what_is_gone(guarded):
    guarded.tests(f"{LIST}\ndef test_other(client, books): client.get('/books/1/')")
    guarded.run("--cycleprof-update", "-k", "other")
    assert set(baseline(guarded)["tests"]) == {"test_list", "test_other"}
    guarded.tests("def test_other(client, books): client.get('/books/1/')")
    guarded.run("--cycleprof-update")
    assert set(baseline(guarded)["tests"]) == {"test_other"}


def test_the_baseline_of_another_database_is_not_used_and_that_is_said(guarded):
    path = guarded.path / "cycleprof_baseline" / "test_shop.json"
    path.write_text(path.read_text().replace('"sqlite"', '"postgresql"'))
    result = guarded.run("--cycleprof")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["baseline not used: recorded with Django*postgresql*sqlite*"])


def test_a_damaged_baseline_is_a_usage_error_that_says_what_to_do(guarded):
    path = guarded.path / "cycleprof_baseline" / "test_shop.json"
    path.write_text("<<<<<<< HEAD\n" + path.read_text())
    result = guarded.run("--cycleprof")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*test_shop.json: a damaged baseline*--cycleprof-update*"])


def test_a_run_is_compared_with_the_one_of_the_base(guarded):
    guarded.run("--cycleprof-json=base.json")
    assert guarded.run("--cycleprof-compare=base.json").ret == 0
    guarded.edit("shop/views.py", JOINED, "found = Book.objects.all()")
    result = guarded.run("--cycleprof-compare=base.json")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["cycleprof: GET /books/ is worse than the run it is compared*"])


def test_a_changed_database_gives_status_3_and_the_difference(guarded):
    guarded.run("--cycleprof-json=base.json")
    path = guarded.path / "base.json"
    path.write_text(path.read_text().replace('"vendor":"sqlite"', '"vendor":"mysql"'))
    result = guarded.run("--cycleprof-compare=base.json")
    assert result.ret == 3
    result.stdout.fnmatch_lines(["not compared with the base: the database 'default' is mysql*"])
