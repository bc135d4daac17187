"""What pytest wrote, read by the commands that read stores, and judged for code hosts."""

from __future__ import annotations

import json

import junitparser
import pytest

import cycleprof
from cycleprof import serialize
from cycleprof.gate.digest import digest
from cycleprof.gate.warm_up import WarmUp
from cycleprof.gate.writer import RunWriter
from tests.documents import validate
from tests.gate.factories import a_test, cycle, environment, query
from tests.stores.profiles import make_profile

QUERY = "SELECT * FROM blog_author WHERE id = 7"
WHOLE = "tests/test_blog.py::test_posts"
SHORT = "tests/test_blog.py::test_archive"


@pytest.fixture
def run_file(tmp_path):
    """A run of two tests: one has a whole profile with a finding, the other only counts."""
    report = cycleprof.analyse(make_profile("/posts/", queries=(QUERY,) * 4))
    whole = digest(report, phase="call", nested=False, warm_up=WarmUp())
    whole["profile"] = serialize.profile_document(report.profile)
    findings = [serialize.finding_document(one) for one in report.findings]
    writer = RunWriter(tmp_path / "run.json", environment())
    writer.add(a_test(WHOLE, whole, findings=findings))
    writer.add(a_test(SHORT, cycle(query("SELECT 1", 3), id="0123456789abcdef", path="/archive/")))
    writer.close()
    return "run.json"


def test_a_list_names_requests_and_their_tests(cli, run_file):
    text = cli("list", run_file).out
    assert f"GET /posts/  {WHOLE}" in text
    assert f"GET /books/  {SHORT}" in text


def test_a_list_of_a_run_takes_queries_and_pages(cli, run_file):
    document = json.loads(cli("list", run_file, "finding:CP007", "queries:4", "--json").out)
    validate("summary", document)
    assert [one["path"] for one in document["profiles"]] == ["/posts/"]
    first = json.loads(cli("list", run_file, "--json", "--limit", 1).out)
    after = json.loads(cli("list", run_file, "--json", "--before", first["next"]).out)
    assert [one["path"] for one in after["profiles"]] == ["/archive/"]


def test_a_run_is_also_named_as_the_store(cli, run_file):
    assert "test_archive" in cli("list", "--store", run_file, "path:/archive").out


def test_show_gives_the_newest_whole_profile_that_matches(cli, run_file):
    assert cli("show", run_file).out.startswith("GET /posts/  200")
    assert cli("show", run_file, "path:/posts").out.startswith("GET /posts/  200")
    document = json.loads(cli("show", run_file, "last", "--json").out)
    validate("report", document)


def test_what_a_run_keeps_only_counts_of_is_not_shown_and_why(cli, run_file):
    result = cli("show", run_file, "path:/archive")
    assert result.status == 2
    assert "profile_bytes" in result.err


@pytest.mark.parametrize("name", ["json", "speedscope", "chrome", "otlp", "har", "html"])
def test_profiles_of_a_run_are_exported(cli, run_file, name):
    result = cli("export", name, run_file)
    assert result.status == 0
    assert "/posts/" in result.out


def test_for_code_hosts_the_findings_of_all_tests_are_exported(cli, run_file):
    (run,) = json.loads(cli("export", "sarif", run_file).out)["runs"]
    assert [one["ruleId"] for one in run["results"]] == ["CP007"]
    suites = junitparser.JUnitXml.fromstring(cli("export", "junit", run_file).raw)
    assert [bool(case.result) for suite in suites for case in suite] == [True, False]


def test_of_a_run_those_tests_are_exported_that_match(cli, run_file):
    (run,) = json.loads(cli("export", "sarif", run_file, "path:/archive").out)["runs"]
    assert run["results"] == []
    assert cli("export", "sarif", run_file, "path:/nowhere").status == 2


def test_two_runs_at_a_time_are_too_many(cli, run_file, tmp_path):
    (tmp_path / "other.json").write_bytes((tmp_path / run_file).read_bytes())
    result = cli("list", run_file, "other.json")
    assert result.status == 2
    assert "merge" in result.err


def test_a_run_is_not_changed(cli, run_file):
    result = cli("prune", "--store", run_file, "--all")
    assert result.status == 2
    assert "only read" in result.err


@pytest.fixture
def broken(cli, run_file, tmp_path):
    """Check the run against a budget that one test breaks."""
    budget = f'[tool.cycleprof.budgets."{SHORT}"]\nqueries = 2\n'
    (tmp_path / "pyproject.toml").write_text(budget)

    def check(*options):
        result = cli("check", run_file, *options)
        assert result.status == 1
        return result

    return check


def test_a_check_names_the_test_and_the_budget(broken):
    assert "queries: expected at most 2, found 3" in broken().out


def test_a_check_as_json(broken):
    document = json.loads(broken("--json").out)
    assert not document["passed"]
    assert list(document["problems"]) == [SHORT]


def test_a_check_as_github_annotations(broken):
    (line,) = broken("--format", "github").out.splitlines()
    assert line.startswith("::error")
    assert "over its budget" in line


def test_a_check_as_gitlab_code_quality(broken):
    (one,) = json.loads(broken("--format", "gitlab").out)
    assert one["check_name"] == "cycleprof/CP091"
    assert one["location"] == {"path": "tests/test_blog.py", "lines": {"begin": 1}}


def test_a_check_as_sarif(broken):
    (run,) = json.loads(broken("--format", "sarif").out)["runs"]
    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == ("CP091", "error")


def test_a_check_as_junit(broken):
    suites = junitparser.JUnitXml.fromstring(broken("--format", "junit").raw)
    (case,) = [case for suite in suites for case in suite]
    assert case.name == SHORT
    assert "expected at most 2, found 3" in case.result[0].text


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif", "junit"])
def test_a_check_that_passes_writes_an_empty_one_of_each(cli, run_file, name):
    result = cli("check", run_file, "--format", name)
    assert result.status == 0
    assert "CP" not in result.out


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif", "junit"])
def test_a_check_against_a_base_tells_what_is_new_in_it(cli, run_file, tmp_path, name):
    writer = RunWriter(tmp_path / "base.json", environment())
    writer.add(a_test(SHORT, cycle(query("SELECT 1", 1), id="0123456789abcdef")))
    writer.close()
    result = cli("check", run_file, "--base", "base.json", "--format", name)
    assert result.status == 1
    assert "once before, a few times now" in result.out
    assert "tests/test_blog.py::test_archive" in result.out
