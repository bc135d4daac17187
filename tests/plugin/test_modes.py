"""The plugin beside others: pytest-django's database modes, xdist, REST framework, signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.once

MODES = """
    import pytest
    from shop.models import Author, Book

    def test_plain(client, books): client.get("/books/")

    @pytest.mark.django_db(transaction=True)
    def test_transactional(client):
        Book.objects.create(title="b", author=Author.objects.create(name="a"))
        client.get("/books/")

    @pytest.mark.django_db(transaction=True, reset_sequences=True)
    def test_sequences(client):
        Book.objects.create(title="b", author=Author.objects.create(name="a"))
        assert client.get("/books/1/").status_code == 200

    @pytest.mark.django_db(databases=["default", "other"])
    def test_two(client): client.get("/two/")

    def test_without(client): client.get("/nothing/")
"""
TWO = """
def two(request):
    Book.objects.count()
    return HttpResponse(str(Book.objects.using("other").count()))

def nothing(request):
    return HttpResponse("")
"""


def counts(project):
    return {name: test["totals"].get("queries", 0) for name, test in project.recorded().items()}


@pytest.mark.parametrize(
    "options",
    [("--reuse-db",), ("--nomigrations", "--create-db"), ("-n", "2")],
    ids=["reused", "no migrations", "xdist"],
)
def test_pytest_django_s_database_modes(project, options):
    views = project.path / "shop" / "views.py"
    views.write_text(views.read_text() + TWO)
    added = 'urlpatterns = [path("two/", views.two), path("nothing/", views.nothing),'
    project.edit("urls.py", "urlpatterns = [", added)
    project.edit(
        "settings.py",
        "DEFAULT_AUTO_FIELD",
        'DATABASES["other"] = {**DATABASES["default"], "TEST": {"NAME": BASE_DIR / "o.sqlite3"}}\n'
        "DEFAULT_AUTO_FIELD",
    )
    project.tests(MODES)
    for _ in range(1 + ("--reuse-db" in options)):
        result = project.run("--cycleprof-json=run.json", *options)
        result.assert_outcomes(passed=5)
        assert counts(project) == {
            "test_plain": 4, "test_transactional": 2, "test_sequences": 1, "test_two": 2,
            "test_without": 0,
        }  # fmt: skip
    environment = json.loads((project.path / "run.json").read_text())["environment"]
    assert [one["alias"] for one in environment["databases"]] == ["default", "other"]


REST = """
    import pytest
    from django.core.handlers.base import BaseHandler
    from rest_framework.decorators import api_view
    from rest_framework.response import Response
    from rest_framework.test import APIClient, APIRequestFactory, RequestsClient
    from django.urls import path
    from shop.models import Book

    @api_view(["GET", "POST"])
    def api(request):
        return Response({"count": Book.objects.count()})

    urlpatterns = [path("api/", api, name="api")]
    pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

    def test_client(): assert APIClient().post("/api/", {"a": 1}, format="json").data["count"] == 0

    def test_requests(): assert RequestsClient().get("http://testserver/api/").json()["count"] == 0

    def test_through_a_handler():
        handler = BaseHandler()
        handler.load_middleware()
        assert handler.get_response(APIRequestFactory().get("/api/")).status_code == 200

    def test_straight_to_the_view(cycleprof):
        with cycleprof.budget(queries=1):
            assert api(APIRequestFactory().get("/api/")).data["count"] == 0
"""


def test_rest_framework_s_ways_to_make_a_request(project):
    project.edit("settings.py", '"shop"]', '"shop", "rest_framework"]')
    project.tests(REST)
    tests = project.record("-W", "ignore")
    names = {name: [one["name"] for one in test["profiles"]] for name, test in tests.items()}
    assert names == {
        "test_client": ["POST /api/"],
        "test_requests": ["GET /api/"],
        "test_through_a_handler": ["GET /api/"],
        "test_straight_to_the_view": ["the test itself"],
    }


STOPPED = """
    import pathlib, time
    def test_a(client, books): client.get("/books/")
    def test_b(client, books):
        client.get("/books/")
        pathlib.Path("reached").touch()
        time.sleep(600)
    def test_c(client, books): client.get("/books/")
"""


def hear_interrupts():
    """A shell has what it starts in the background ignore them, and so has all that this starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_leaves_a_whole_artefact_and_no_baseline_without_the_rest(project):
    project.tests(STOPPED)
    command = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly")
    process = subprocess.Popen(
        (*command, "--cycleprof-json=run.json", "--cycleprof-update"),
        cwd=project.path, stdout=subprocess.PIPE, text=True, env=os.environ,
        preexec_fn=hear_interrupts,  # noqa: PLW1509 - no threads here
    )  # fmt: skip
    while process.poll() is None and not (project.path / "reached").exists():
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == pytest.ExitCode.INTERRUPTED
    assert "cycleprof" in output.partition("Interrupt")[0]
    assert next(iter(project.recorded())) == "test_a"
    assert "test_c" not in project.recorded()
    json.loads((project.path / "run.json").read_text())


def test_a_worker_that_crashes_loses_only_the_test_that_it_ran(project):
    project.tests("""
        import os, pytest
        @pytest.mark.parametrize("number", range(6))
        def test_list(client, books, number):
            client.get("/books/")
            if number == 2:
                os._exit(1)
    """)
    result = project.run("--cycleprof-json=run.json", "-n", "2")
    result.assert_outcomes(passed=5, failed=1)
    json.loads((project.path / "run.json").read_text())
    assert sorted(project.recorded()) == [f"test_list[{number}]" for number in (0, 1, 3, 4, 5)]
