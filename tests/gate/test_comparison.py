from __future__ import annotations

import pytest

from cycleprof.cli.main import main
from cycleprof.exporters import FORMATS
from cycleprof.gate.check import check_run
from cycleprof.gate.comparison import compare_runs
from cycleprof.gate.environment import IncomparableError
from cycleprof.gate.regressions import regression_reports
from cycleprof.gate.run import Run
from cycleprof.gate.run_text import headline, run_markdown, run_text

from .factories import a_test, cycle, query

BOOKS = query('SELECT "book"."id" FROM "book"')
AUTHOR = query('SELECT "author"."id" FROM "author" WHERE "author"."id" = ?', 12, line=31)
FINDING = {
    "code": "CP001",
    "rule": "n-plus-one-forward",
    "severity": "warning",
    "confidence": "exact",
    "title": "Book.author is fetched 12 times",
    "detail": "Each row asks by itself.",
    "count": 12,
    "cost_ns": 100,
    "fingerprint": "f1",
    "span_ids": [1, 2],
    "model": "shop.Book",
    "relation": "author",
    "path": "author",
    "sql": AUTHOR["sql"],
    "source": {"file": "shop/views.py", "line": 24, "function": "listing"},
    "trigger": {"file": "shop/views.py", "line": 31, "function": "listing"},
    "remedy": {
        "kind": "select_related",
        "text": "Join it.",
        "code": '.select_related("author")',
        "expected_queries": 0,
    },
}


@pytest.fixture
def worse(write):
    """A run with an N+1 that its base has not, a new test, and one that is gone."""
    base = write("base", a_test("t.py::list", cycle(BOOKS)), a_test("t.py::gone", cycle(BOOKS)))
    slow = a_test("t.py::list", cycle(BOOKS, AUTHOR, findings=["f1"]), findings=[FINDING])
    head = write("head", slow, a_test("t.py::new", cycle(BOOKS)))
    return compare_runs(Run(base), Run(head))


def test_a_run_equals_itself(write):
    run = Run(write("run", a_test("t", cycle(BOOKS, AUTHOR))))
    diff = compare_runs(run, run)
    assert not diff.is_worse
    assert headline(diff) == (
        "nothing is worse; the same number of queries in 1 tests (13 before, 13 now)"
    )


def test_what_came_on_top_is_told_with_its_line_and_remedy(worse):
    text = run_text(worse)
    assert worse.is_worse
    assert "1 test is worse; +12 queries in 1 tests (1 before, 13 now)" in text
    assert "SELECT author: never before, many times now" in text
    assert "12 from shop/views.py:31 in listing" in text
    assert '.select_related("author") at shop/views.py:24' in text
    assert "t.py::new" in text
    assert "t.py::gone" in text


def test_markdown_has_a_table_and_folded_details(worse):
    text = run_markdown(worse)
    assert "| `t.py::list` | GET /books/ | SELECT author: never before, many times now |" in text
    assert text.count("<details>") == text.count("</details>") == 4


def test_an_improvement_is_better(write):
    base = write("base", a_test("t", cycle(BOOKS, AUTHOR)))
    diff = compare_runs(Run(base), Run(write("head", a_test("t", cycle(BOOKS)))))
    assert not diff.is_worse
    assert [one.nodeid for one in diff.better] == ["t"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"django": "5.2.19"}, "Django is 6.1.3 in the base and 5.2.19 here"),
        (
            {"databases": [{"alias": "default", "vendor": "mysql", "version": "11"}]},
            "'default' is sqlite in the base and mysql here",
        ),
        (
            {"databases": [{"alias": "default", "vendor": "sqlite", "version": "4.1"}]},
            "sqlite 3.40.1 in the base and 4.1 here",
        ),
        ({"databases": []}, "'default' exists only in the base"),
        ({"fixtures": "abc"}, "the fixture files have changed"),
    ],
)
def test_runs_of_different_environments_are_not_compared(write, changes, message):
    with pytest.raises(IncomparableError, match=message):
        compare_runs(Run(write("base")), Run(write("head", **changes)))


@pytest.mark.parametrize("version", ["6.1.9", "6.1"])
def test_a_patch_release_does_not_matter(write, version):
    compare_runs(Run(write("base")), Run(write("head", django=version, python="3.11.1")))


def test_every_export_format_takes_regressions(worse):
    [report] = regression_reports(worse)
    assert [finding.code for finding in report.findings] == ["CP001"]
    for one in FORMATS:
        assert one.render([report]), one.name


def test_a_statement_without_a_finding_becomes_one_at_its_line(write):
    base = write("base", a_test("t", cycle(BOOKS)))
    head = write("head", a_test("t", cycle(BOOKS, AUTHOR)))
    [report] = regression_reports(compare_runs(Run(base), Run(head)))
    [finding] = report.findings
    assert (finding.code, finding.trigger.file, finding.trigger.line) == (
        "CP090", "shop/views.py", 31
    )  # fmt: skip


def test_a_finished_run_is_checked_by_configuration_and_base(write, tmp_path):
    base, head = write("base", a_test("t", cycle(BOOKS))), write("h", a_test("t", cycle(AUTHOR)))
    assert check_run(Run(base), tmp_path).passed
    assert not check_run(Run(head), tmp_path, Run(base)).passed
    (tmp_path / "pyproject.toml").write_text('[tool.cycleprof.budgets."GET /books/"]\nqueries = 5')
    verdict = check_run(Run(head), tmp_path)
    assert not verdict.passed
    assert "queries: expected at most 5, found 12" in verdict.text()


def test_the_verdict_tells_in_words_and_in_markdown_what_is_worse(
    write, tmp_path, monkeypatch, capsys
):
    base, head = write("base", a_test("t", cycle(BOOKS))), write("h", a_test("t", cycle(AUTHOR)))
    text = 'budgets."GET /books/" = {queries = 5, time_ms = 0}'
    (tmp_path / "pyproject.toml").write_text(f"[tool.cycleprof]\n{text}")
    monkeypatch.chdir(tmp_path)
    for options in ((), ("--markdown",)):
        assert main(["check", str(head), "--base", str(base), *options]) == 1
        said = capsys.readouterr().out
        assert "1 of 1 tests break a budget or their baseline" in said
        assert "queries: expected at most 5, found 12" in said
        assert "too few to judge" in said
        assert "SELECT author: never before, many times now" in said
    assert said.count("<details>") == said.count("</details>") == 4


def test_a_budget_of_time_alone_fails_with_a_place_in_every_format(write, tmp_path, capsys):
    head = write("h", *(a_test(f"t{number}", cycle(BOOKS)) for number in range(9)))
    text = 'budgets."GET /books/" = {time_ms = 0}'
    (tmp_path / "pyproject.toml").write_text(f"[tool.cycleprof]\n{text}")
    for name in ("github", "gitlab", "sarif", "junit"):
        options = ("--project", str(tmp_path), "--format", name)
        assert main(["check", str(head), *options]) == 1
        assert "GET /books/" in capsys.readouterr().out


def test_another_database_ends_compare_and_check_with_status_3_and_the_difference(write, capsys):
    other = [{"alias": "default", "vendor": "mysql", "version": "11"}]
    base, head = str(write("base")), str(write("head", databases=other))
    for command in (("compare", base, head), ("check", head, "--base", base)):
        assert main(command) == 3
        assert "'default' is sqlite in the base and mysql here" in capsys.readouterr().err
