from __future__ import annotations

import json

import jsonschema
import pytest

from cycleprof import schemas


def names(test):
    return [(one["name"], one["totals"]["queries"]) for one in test["profiles"]]


def test_client_requests_are_recorded_with_their_queries(project):
    project.tests("""
        def test_list(client, books):
            assert client.get("/books/").status_code == 200
            assert client.get("/books/1/").status_code == 200
    """)
    test = project.record()["test_list"]
    assert names(test) == [("GET /books/", 4), ("GET /books/1/", 1)]
    assert test["totals"]["queries"] == 5
    assert test["profiles"][1]["route"] == "books/<int:pk>/"


def test_the_artefact_is_as_its_schema_says(project):
    project.tests("def test_list(client, books): client.get('/books/')")
    project.record()
    document = json.loads((project.path / "run.json").read_text())
    jsonschema.validate(document, json.loads(schemas.read("run")))
    [test] = document["tests"]
    assert (test["outcome"], len(test["findings"])) == ("passed", 1)
    assert test["profiles"][0]["profile"]["schema"] == "cycleprof.profile/1"


def test_every_way_to_make_a_request_is_seen(project):
    project.tests("""
        import threading, urllib.request
        import cycleprof, pytest
        from django.core.handlers.wsgi import WSGIHandler

        @pytest.mark.django_db
        async def test_async(async_client):
            assert (await async_client.get("/count/")).content == b"0"

        def test_handler(rf, books):
            from django.core.handlers.base import BaseHandler
            handler = BaseHandler()
            handler.load_middleware()
            handler.get_response(rf.get("/books/"))

        def test_live(live_server):
            assert urllib.request.urlopen(live_server.url + "/books/").status == 200

        def test_stream(client, books):
            response = client.get("/stream/")
            assert b"".join(response.streaming_content)

        def test_unread_stream(client, books):
            client.get("/stream/")

        def test_block(books):
            from shop.models import Book
            with cycleprof.profile("direct"):
                list(Book.objects.all())

        def test_error(client):
            with pytest.raises(ValueError):
                client.get("/fails/")
    """)
    tests = {name: names(test) for name, test in project.record().items()}
    assert tests == {
        "test_async": [("GET /count/", 1)],
        "test_handler": [("GET /books/", 4)],
        "test_live": [("GET /books/", 1)],
        "test_stream": [("GET /stream/", 1)],
        "test_unread_stream": [("GET /stream/", 1)],
        "test_block": [("direct", 1)],
        "test_error": [("GET /fails/", 0)],
    }


def test_a_block_around_a_request_does_not_count_it_twice(project):
    project.tests("""
        import cycleprof
        def test_both(client, books):
            from shop.models import Book
            with cycleprof.profile("around"):
                Book.objects.count()
                client.get("/books/")
    """)
    test = project.record()["test_both"]
    assert names(test) == [("GET /books/", 4), ("around", 1)]
    assert test["totals"]["queries"] == 5


def test_unittest_classes_are_recorded(project):
    project.tests("""
        from django.test import TestCase
        class ShopTests(TestCase):
            def test_list(self):
                self.client.get("/books/")
    """)
    assert names(project.record()["test_list"]) == [("GET /books/", 1)]


def test_requests_of_fixtures_belong_to_their_phase(project):
    project.tests("""
        import pytest
        @pytest.fixture
        def visited(client, books):
            client.get("/books/1/")
            yield
            client.get("/books/2/")
        def test_list(client, visited):
            client.get("/books/")
    """)
    phases = [one["phase"] for one in project.record()["test_list"]["profiles"]]
    assert phases == ["setup", "call", "teardown"]


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["one process", "xdist"])
def test_workers_results_are_merged(project, options):
    project.tests("""
        import pytest
        @pytest.mark.parametrize("number", range(6))
        def test_list(client, books, number):
            client.get("/books/")
    """)
    tests = project.record(*options)
    assert sorted(tests) == [f"test_list[{number}]" for number in range(6)]
    assert {test["totals"]["queries"] for test in tests.values()} == {4}


def test_no_file_is_left_in_the_project_but_the_artefact(project):
    project.tests("def test_list(client, books): client.get('/books/')")
    before = set(project.path.iterdir())
    project.record()
    ours = {path.name for path in set(project.path.iterdir()) - before}
    pytests = {name for name in ours if name.startswith("runpytest-")}
    assert ours - pytests - {"stdout", "stderr", "__pycache__"} <= {"run.json"}
    assert not list(project.path.rglob("*.db"))


def test_counts_mode_counts_the_same_queries_and_lines(project):
    project.tests("def test_list(client, books): client.get('/books/')")
    full = project.record()["test_list"]["profiles"][0]
    project.run("--cycleprof=counts", "--cycleprof-json=run.json")
    counts = project.recorded()["test_list"]["profiles"][0]
    assert counts["queries"] == full["queries"]
    assert (counts["profile"], counts["totals"]["queries"]) == (None, 4)
