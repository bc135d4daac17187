"""Requests that the application makes itself, to a server in a thread."""

from __future__ import annotations

import subprocess
import sys
import threading
import urllib.request
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError

import httpx
import pytest
import requests

from cycleprof import profile
from cycleprof.instruments._outgoing import path_template
from cycleprof.model import Stage
from tests.profiles import one


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self._answer(404 if self.path == "/missing" else 200)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(201)

    def _answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def address():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def _by_urllib(url):
    with urllib.request.urlopen(url) as response:
        return response.read()


def _by_requests(url):
    return requests.get(url, timeout=5).content


def _by_httpx(url):
    return httpx.get(url).content


@pytest.mark.parametrize("get", [_by_urllib, _by_requests, _by_httpx])
def test_a_request_tells_where_it_went_and_what_came_back(address, get):
    with profile("fetch") as session:
        assert get(f"{address}/users/42/posts?token=not-for-show") == b"ok"
    (span,) = [span for span in session.profile.spans if span.stage is Stage.HTTP]
    port = int(address.rpartition(":")[2])
    assert span.name == "GET 127.0.0.1/users/{id}/posts"
    assert span.attributes["http.request.method"] == "GET"
    assert (span.attributes["server.address"], span.attributes["server.port"]) == (
        "127.0.0.1",
        port,
    )
    assert span.attributes["url.template"] == "/users/{id}/posts"
    assert span.attributes["http.response.status_code"] == 200
    assert span.attributes["http.response.body.size"] == 2
    assert span.origin.file == "tests/instruments/test_outgoing_http.py"
    assert "not-for-show" not in repr(session.profile)


def test_the_size_of_what_is_sent(address):
    with profile("send") as session:
        requests.post(f"{address}/posts", data=b"12345", timeout=5)
    span = one(session.profile, "POST 127.0.0.1/posts")
    assert span.attributes["http.request.body.size"] == 5
    assert span.attributes["http.response.status_code"] == 201


def test_an_answer_that_is_an_error_is_still_an_answer(address):
    with profile("fetch") as session, pytest.raises(HTTPError) as caught:
        _by_urllib(f"{address}/missing")
    caught.value.close()
    span = one(session.profile, "GET 127.0.0.1/missing")
    assert (span.status, span.attributes["http.response.status_code"]) == ("ok", 404)


def test_no_answer_is_a_failed_span(address):
    connection = HTTPConnection("127.0.0.1", 1)
    with profile("fetch") as session, pytest.raises(ConnectionRefusedError):
        connection.request("GET", "/")
    span = one(session.profile, "GET 127.0.0.1/")
    assert (span.status, span.attributes["exception.type"]) == (
        "error",
        "builtins.ConnectionRefusedError",
    )


def test_a_connection_that_is_kept_carries_one_span_per_request(address):
    with requests.Session() as client, profile("fetch") as session:
        for name in "ab":
            client.get(f"{address}/{name}", timeout=5)
    assert [span.name for span in session.profile.spans[1:]] == [
        "GET 127.0.0.1/a",
        "GET 127.0.0.1/b",
    ]


async def test_httpx_in_an_event_loop(address):
    async with profile("fetch") as session, httpx.AsyncClient() as client:
        await client.get(f"{address}/later")
    span = one(session.profile, "GET 127.0.0.1/later")
    assert span.attributes["http.response.status_code"] == 200
    assert span.task is not None


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/", "/"),
        ("", "/"),
        ("/a/1/b/22", "/a/{id}/b/{id}"),
        ("/v1/x?next=/3", "/v1/x"),
        ("/u/0b6d3a52-1c1e-4c0a-9d6f-0a8f6d1c2b3e/", "/u/{id}/"),
        ("/t/AbCdEf0123456789xyz", "/t/{id}"),
        ("/getting-started-quickly", "/getting-started-quickly"),
    ],
)
def test_ids_are_taken_out_of_a_path(path, template):
    assert path_template(path) == template


_PROBE = """
import sys, django
from django.conf import settings
settings.configure(DEBUG=True, INSTALLED_APPS=["cycleprof"], DATABASES={}, ROOT_URLCONF="none")
django.setup()
libraries = {"httpx", "jinja2", "rest_framework", "pyinstrument", "psycopg"}
print(sorted(libraries & set(sys.modules)))
import importlib.util
print(importlib.util.find_spec("httpx").name, "httpx" in sys.modules)
import httpx, jinja2
print(hasattr(httpx.Client.send, "__wrapped__"), hasattr(jinja2.Environment.compile, "__wrapped__"))
from cycleprof.instruments import uninstall_all
uninstall_all()
print(hasattr(httpx.Client.send, "__wrapped__"), hasattr(jinja2.Environment.compile, "__wrapped__"))
print([finder for finder in sys.meta_path if "cycleprof" in type(finder).__module__])
"""


def test_a_library_is_hooked_when_the_application_imports_it_and_not_before():
    done = subprocess.run(
        [sys.executable, "-c", _PROBE], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "[]",
        "httpx False",
        "True True",
        "False False",
        "[]",
    ]
