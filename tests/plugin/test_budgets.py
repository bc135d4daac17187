from __future__ import annotations

import pytest

from cycleprof.gate.check import check_run
from cycleprof.gate.run import Run

pytestmark = pytest.mark.once

LIST = "def test_list(client, books): client.get('/books/')"


def test_a_broken_marker_says_what_was_expected_what_happened_and_what_helps(project):
    project.tests("""
        import pytest
        @pytest.mark.cycle_budget(queries=2, findings="none")
        def test_list(client, books):
            client.get("/books/")
    """)
    result = project.run("--cycleprof")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "cycleprof: test_list is over its budget (test_shop.py:2)",
            "  queries: expected at most 2, found 4",
            "  findings: expected none, found 1",
            "  in GET /books/",
            "Queries, the most frequent first:",
            "     3 x SELECT ... FROM shop_author WHERE shop_author.id = ? LIMIT ?",
            "            3 from shop/views.py:* in books*",
            "     1 x SELECT ... FROM shop_book",
            "            1 from shop/views.py:* in books",
            "What would help:",
            '  CP001 *select_related("author")* at shop/views.py:*',
        ],
        consecutive=True,
    )


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("GET /books/", "failed"),
        ("books", "failed"),
        ("* /book*", "failed"),
        ("test_shop.py::test_l*", "failed"),
        ("POST /books/", "passed"),
        ("other.py", "passed"),
    ],
)
def test_a_budget_in_the_configuration_holds_for_the_routes_and_tests_it_names(
    project, name, outcome
):
    project.tests(LIST)
    if name == "books":
        name = "GET books"
    project.configure(f'[tool.cycleprof.budgets."{name}"]\nqueries = 3')
    project.run("--cycleprof").assert_outcomes(**{outcome: 1})


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            '[tool.cycleprof.budgets."GET /books/"]\nquerys = 3',
            ".budgets.\"GET /books/\".querys: *Did you mean 'queries'?",
        ),
        (
            '[tool.cycleprof]\nbudget."GET /books/".queries = 3',
            ".budget: there is no such key. Did you mean 'budgets'?",
        ),
        ("[tool.cycleprof]\nunknown_tests = 'ignore'", ".unknown_tests:*'report', 'fail'*"),
    ],
)
def test_a_wrong_configuration_names_key_line_and_nearest_name(project, text, problem):
    project.tests(LIST)
    project.configure(text)
    result = project.run("--cycleprof")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*pyproject.toml:7: tool.cycleprof{problem}"])


def test_a_mistyped_marker_fails_its_test_with_the_nearest_name(project):
    project.tests("""
        import pytest
        @pytest.mark.cycle_budget(quries=2)
        def test_list(client, books): pass
    """)
    result = project.run("--cycleprof")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*test_shop.py:2: cycle_budget: 'quries'*Did you mean 'queries'?*"]
    )


FIXTURE = """
    import pytest
    from shop.models import Book

    def test_within(cycleprof, client, books):
        with cycleprof.budget(queries=4, findings=1):
            client.get("/books/")
        assert [profile.name for profile in cycleprof.profiles] == ["GET /books/"]
        assert cycleprof.reports[0].findings[0].code == "CP001"

    def test_direct(cycleprof, books):
        with pytest.raises(pytest.fail.Exception, match="expected at most 1, found 2"):
            with cycleprof.budget(queries=1):
                Book.objects.count(), list(Book.objects.all())

    def test_both_count_once(cycleprof, client, books):
        with cycleprof.budget(queries=5):
            Book.objects.count()
            client.get("/books/")

    def test_error_passes_through(cycleprof):
        with pytest.raises(KeyError):
            with cycleprof.budget(queries=0):
                {}["a"]

    def test_over(cycleprof, client, books):
        client.get("/books/")
        with cycleprof.budget(queries=3):
            client.get("/books/")
"""


@pytest.mark.parametrize("options", [(), ("--cycleprof",)], ids=["alone", "with the option"])
def test_the_fixture_works_with_and_without_the_option(project, options):
    project.tests(FIXTURE)
    result = project.run(*options)
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines(["cycleprof: this block is over its budget (test_shop.py:27)"])


def test_a_marker_without_the_option_does_nothing(project):
    project.tests(f"import pytest\n@pytest.mark.cycle_budget(queries=0)\n{LIST}")
    project.run().assert_outcomes(passed=1)


def test_first_request_effects_are_in_no_budget(project):
    project.tests("""
        import pytest
        @pytest.mark.cycle_budget(queries=0)
        @pytest.mark.parametrize("number", [1, 2])
        def test_typed(client, db, number):
            client.get("/typed/")
    """)
    project.run("--cycleprof").assert_outcomes(passed=2)


IN_TEST = """
    import pytest
    from shop.models import Book

    @pytest.mark.cycle_budget(queries=2)
    def test_marked(client, books):
        client.get("/books/")

    def test_block(cycleprof, client, books):
        with cycleprof.budget(queries=3):
            client.get("/books/")

    @pytest.mark.cycle_budget(quries=2)
    def test_mistyped(client, books): pass

    def test_expected(cycleprof, db):
        with pytest.raises(pytest.fail.Exception):
            with cycleprof.budget(queries=0):
                Book.objects.count()
"""


def test_the_artefact_tells_what_budgets_in_the_tests_were_broken(project):
    project.tests(IN_TEST)
    result = project.run("--cycleprof", "--cycleprof-json=run.json")
    result.assert_outcomes(passed=1, failed=3)
    result.stdout.no_fnmatch_line("*During handling*")
    broken = {name: len(test.get("broken", ())) for name, test in project.recorded().items()}
    assert broken == {"test_marked": 1, "test_block": 1, "test_mistyped": 0, "test_expected": 0}
    verdict = check_run(Run(project.path / "run.json"), project.path)
    assert sorted(verdict.problems) == ["test_shop.py::test_block", "test_shop.py::test_marked"]
    assert not verdict.passed


def test_a_budget_of_the_configuration_is_told_once(project):
    project.tests(f"import pytest\n@pytest.mark.cycle_budget(queries=2)\n{LIST}")
    project.configure('[tool.cycleprof.budgets."GET /books/"]\nqueries = 3')
    project.run("--cycleprof", "--cycleprof-json=run.json")
    verdict = check_run(Run(project.path / "run.json"), project.path)
    assert [len(messages) for messages in verdict.problems.values()] == [2]
