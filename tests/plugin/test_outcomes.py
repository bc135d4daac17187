from __future__ import annotations

import json

import pytest

SUITE = """
    import pytest, unittest
    from django.test import TestCase

    @pytest.mark.django_db
    def test_headers(client):
        assert set(client.get("/count/").headers) == {"Content-Type", "Content-Length"}

    def test_fails(client): assert client.get("/nowhere/").status_code == 200

    @pytest.mark.xfail
    def test_expected(client): assert False

    def test_skips(): pytest.skip("not today")

    @pytest.fixture
    def broken(): raise ValueError("no fixture")
    def test_error(broken): pass

    def test_queries(client, books, django_assert_num_queries):
        with django_assert_num_queries(4):
            client.get("/books/")

    @pytest.mark.django_db
    def test_blocked_settings(settings):
        assert not hasattr(settings, "CYCLEPROF")
        assert "cycleprof" not in settings.INSTALLED_APPS

    class Old(TestCase):
        def test_fails(self): self.fail("old")
        @unittest.skip("never")
        def test_skipped(self): pass
        def test_queries(self):
            with self.assertNumQueries(1):
                self.client.get("/books/")
"""
WARNS = """import warnings
    for level in (1, 2, 3, 99):
        warnings.warn(str(level), stacklevel=level)
    return HttpResponse("")"""


@pytest.mark.parametrize("mode", ["--cycleprof", "--cycleprof=counts"])
@pytest.mark.parametrize("more", [(), ("-n", "2")], ids=["one process", "xdist"])
def test_recording_changes_no_outcome(project, mode, more):
    project.tests(SUITE)
    plain, recorded = (project.run("-rA", *options, *more) for options in ((), (mode,)))
    assert recorded.ret == plain.ret == 1
    assert recorded.parseoutcomes() == plain.parseoutcomes()


def test_without_option_or_fixture_nothing_of_it_is_loaded(project):
    project.tests("""
        import sys
        def test_modules(client, db):
            client.get("/books/")
            assert not [name for name in sys.modules if name.startswith("cycleprof.testing")]
            assert "cycleprof.instruments" not in sys.modules
    """)
    assert project.run().ret == 0


def test_without_django_it_says_so_and_steps_aside(pytester):
    pytester.makepyfile("def test_a(): pass")
    result = pytester.runpytest_subprocess(
        "--cycleprof", "--cycleprof-json=run.json", "-p", "no:django"
    )
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*Django is not configured, so there was nothing to record*"])


def test_a_warning_names_the_line_that_it_would_name_anyway(project):
    project.edit("shop/views.py", "return HttpResponse(Book.objects.get(pk=pk).title)", WARNS)
    project.tests("""
        import pathlib, pytest
        def test_warns(client):
            with pytest.warns(UserWarning) as warned:
                client.get("/books/9/")
            lines = [f"{one.message} {one.filename}:{one.lineno}" for one in warned]
            pathlib.Path("warned.txt").write_text("\\n".join(lines))
    """)
    warned = []
    for options in ((), ("--cycleprof",)):
        project.run(*options).assert_outcomes(passed=1)
        warned.append((project.path / "warned.txt").read_text())
    assert warned[0] == warned[1]
    assert "views.py" in warned[0]


def test_an_interrupted_run_leaves_what_it_had(project):
    project.tests("""
        import os, signal
        def test_a(client, books): client.get("/books/")
        def test_b(client, books):
            client.get("/books/")
            os.kill(os.getpid(), signal.SIGKILL)
    """)
    project.run("--cycleprof", "--cycleprof-json=run.json")
    document = json.loads((project.path / "run.json").read_text())
    assert [test["nodeid"] for test in document["tests"]] == ["test_shop.py::test_a"]


def test_an_unknown_mode_is_a_usage_error(project):
    assert project.run("--cycleprof=cuonts").ret == pytest.ExitCode.USAGE_ERROR
