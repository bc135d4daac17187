from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from blog import rating_service, ratings


@pytest.fixture
def another_service():
    """A service that rates everything with 9 stars, and the paths it was asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"stars": 9}')

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()


def test_one_rating_and_many_agree():
    assert ratings.ratings([1, 2, 3]) == {pk: ratings.rating(pk) for pk in (1, 2, 3)}


def test_the_service_is_started_once():
    assert rating_service.address() == rating_service.address()


def test_another_service_can_be_named(settings, another_service):
    settings.DEMO_HTTP_TARGET, asked = another_service
    assert ratings.rating(17) == 9
    assert asked == ["/ratings/17"]


def test_no_proxy_of_the_machine_comes_between(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert 1 <= ratings.rating(1) <= 5
