"""A rating service on loopback, started on first use unless DEMO_HTTP_TARGET names another."""

from __future__ import annotations

import json
import threading
import time
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

DELAY_S = 0.02


def address() -> str:
    """Return the service's address without a slash at its end."""
    return settings.DEMO_HTTP_TARGET.rstrip("/") or _started()


_starting = threading.Lock()


def _started() -> str:
    with _starting:
        return _start_once()


@cache
def _start_once() -> str:
    # A daemon thread: it ends with the process, and a reload of runserver starts another one.
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, name="demo ratings", daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def _stars(post_pk: int) -> int:
    return post_pk * 7 % 5 + 1


class _Handler(BaseHTTPRequestHandler):
    """GET /ratings/<pk> answers {"stars": n}; GET /ratings?posts=1,2 answers {"1": n, "2": n}."""

    def do_GET(self) -> None:
        time.sleep(DELAY_S)
        url = urlsplit(self.path)
        asked = parse_qs(url.query).get("posts")
        if asked:
            self._answer({pk: _stars(int(pk)) for pk in asked[0].split(",")})
        else:
            self._answer({"stars": _stars(int(url.path.rpartition("/")[2]))})

    def _answer(self, document: dict[str, Any]) -> None:
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing: the console belongs to the demo."""
