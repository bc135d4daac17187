"""Calls an ASGI application as a server does."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace


async def http(application, path, *, headers=(), disconnect_after=None):
    """Send one GET; after ``disconnect_after`` parts of the body the client is gone."""
    sent = []
    gone = asyncio.Event()
    asked = False

    async def receive():
        nonlocal asked
        if not asked:
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)
        bodies = sum(one["type"] == "http.response.body" for one in sent)
        if disconnect_after is not None and bodies >= disconnect_after:
            gone.set()
            await asyncio.sleep(0.05)

    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "path": path, "query_string": b"",
        "scheme": "http", "server": ("testserver", 80), "client": ("127.0.0.1", 4711),
        "headers": [(b"host", b"testserver"), *headers],
    }  # fmt: skip
    await application(scope, receive, send)
    start = next((one for one in sent if one["type"] == "http.response.start"), None)
    pairs = start["headers"] if start else ()
    names = {name.decode().title(): value.decode() for name, value in pairs}
    body = b"".join(one.get("body", b"") for one in sent)
    return SimpleNamespace(headers=names, body=body, status=start and start["status"])
