"""Calls the project's WSGI or ASGI application in this process, as a server would."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.pages import Page

HEADERS = {
    "host": "localhost",
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "sec-fetch-dest": "document",
    "sec-fetch-mode": "navigate",
    "sec-fetch-site": "none",
}


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def size(self) -> int:
        return len(self.body) + sum(len(name) + len(value) + 4 for name, value in self.headers)


class Client:
    """Sends GET requests with the cookie of a signed-in member of staff."""

    def __init__(self, cookie: str) -> None:
        from django.core.handlers.asgi import ASGIHandler
        from django.core.handlers.wsgi import WSGIHandler

        self._wsgi = WSGIHandler()
        self._asgi = ASGIHandler()
        self._loop = asyncio.new_event_loop()
        self._headers = {**HEADERS, "cookie": cookie}

    def get(self, page: Page) -> Answer:
        return self._loop.run_until_complete(self._get_asgi(page)) if page.asgi else self._get(page)

    def _get(self, page: Page) -> Answer:
        started: list[Any] = []
        result = self._wsgi(self._environ(page), lambda *given: started.extend(given))
        try:
            body = b"".join(result)
        finally:
            result.close()
        return Answer(int(started[0].split()[0]), started[1], body)

    def _environ(self, page: Page) -> dict[str, Any]:
        import io

        environ = {
            "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": page.path, "QUERY_STRING": "",
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(), "wsgi.multithread": True,
            "wsgi.multiprocess": False, "wsgi.run_once": False,
        }  # fmt: skip
        for name, value in self._headers.items():
            environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
        return environ

    async def _get_asgi(self, page: Page) -> Answer:
        sent: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self._asgi(self._scope(page), _Receiver(), send)
        start = next(one for one in sent if one["type"] == "http.response.start")
        headers = [(name.decode(), value.decode()) for name, value in start["headers"]]
        body = b"".join(one.get("body", b"") for one in sent)
        return Answer(start["status"], headers, body)

    def _scope(self, page: Page) -> dict[str, Any]:
        headers = [(name.encode(), value.encode()) for name, value in self._headers.items()]
        return {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
            "scheme": "http", "path": page.path, "raw_path": page.path.encode(),
            "query_string": b"", "root_path": "", "headers": headers,
            "client": ("127.0.0.1", 50000), "server": ("localhost", 80),
        }  # fmt: skip


class _Receiver:
    """The request's empty body, and after it a client that waits."""

    def __init__(self) -> None:
        self._sent = False

    async def __call__(self) -> dict[str, Any]:
        if self._sent:
            await asyncio.Event().wait()
        self._sent = True
        return {"type": "http.request", "body": b"", "more_body": False}
