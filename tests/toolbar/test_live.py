from __future__ import annotations

import asyncio
import json
import signal

import jsonschema
import pytest
from django.core.handlers.asgi import ASGIHandler

from cycleprof.runtime import get_runtime
from tests.documents import SCHEMAS
from tests.stores.profiles import entry, series

LIVE = "/__cycleprof__/api/live"


def events(text):
    """What a browser's EventSource makes of it: the last id, and (type, id, data) of events."""
    last, found = "", []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        last = fields.get("id", last)
        if "data" in fields:
            found.append((fields["event"], last, json.loads(fields["data"])))
    return last, found


def save(*entries):
    get_runtime().writer.store.save(list(entries))


def test_under_wsgi_it_gives_what_is_new_and_when_to_come_back(client):
    save(entry())
    first = client.get(LIVE).content.decode()
    assert first.startswith("retry: ")
    last, found = events(first)
    assert found == []
    (new,) = series(1)
    save(new)
    again = client.get(LIVE, headers={"Last-Event-ID": last}).content.decode()
    assert [one for _, one, _ in events(again)[1]] == [new.summary.id]


def test_an_event_is_a_valid_summary(client):
    save(entry())
    last, _ = events(client.get(LIVE).content.decode())
    save(entry("/new/"))
    _, ((kind, _, data),) = events(client.get(f"{LIVE}?after={last}").content.decode())
    assert kind == "profile"
    jsonschema.validate(data, SCHEMAS["summary"]["properties"]["profiles"]["items"])


def test_only_what_matches_comes(client):
    last, _ = events(client.get(LIVE).content.decode())
    save(entry("/a/"), entry("/b/"))
    _, found = events(client.get(f"{LIVE}?after={last}&q=path:b").content.decode())
    assert [data["path"] for *_, data in found] == ["/b/"]


def test_one_that_took_long_is_not_missed(client):
    long, short = series(2)
    long = entry("/long/", started_ns=long.summary.started_ns, duration_ns=5_000_000_000)
    save(short)
    last, _ = events(client.get(LIVE).content.decode())
    save(long)
    _, found = events(client.get(f"{LIVE}?after={last}").content.decode())
    assert [data["path"] for *_, data in found] == ["/long/"]


@pytest.mark.parametrize("query", ["after=nonsense", "q=stauts:1"])
def test_wrong_values_are_errors(client, query):
    assert client.get(f"{LIVE}?{query}").status_code == 400


async def asgi(sent, gone):
    async def receive():
        if not sent:
            sent.append(None)
            return {"type": "http.request", "body": b"", "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "path": LIVE, "query_string": b"",
        "scheme": "http", "server": ("testserver", 80), "client": ("127.0.0.1", 4711),
        "headers": [(b"host", b"testserver")],
    }  # fmt: skip
    await ASGIHandler()(scope, receive, send)


async def test_under_asgi_it_stays_open_and_ends_when_the_client_goes():
    sent, gone = [], asyncio.Event()
    task = asyncio.ensure_future(asgi(sent, gone))
    for _ in range(100):
        if len(sent) > 2:
            break
        await asyncio.sleep(0.05)
    new = entry("/new/")
    save(new)
    for _ in range(100):
        if b"/new/" in b"".join(one["body"] for one in sent[2:]):
            break
        await asyncio.sleep(0.05)
    assert not task.done()
    gone.set()
    await asyncio.wait_for(task, 10)
    text = b"".join(one["body"] for one in sent[2:]).decode()
    assert [one for _, one, _ in events(text)[1]] == [new.summary.id]


async def test_it_ends_when_the_server_is_asked_to_stop_and_leaves_its_handlers_as_they_were():
    told = []
    before = signal.signal(signal.SIGTERM, lambda *_: told.append("the server's own"))
    try:
        mine = signal.getsignal(signal.SIGTERM)
        sent = [[], [], []]
        tabs = [asyncio.ensure_future(asgi(one, asyncio.Event())) for one in sent]
        for _ in range(200):
            if all(len(one) > 2 for one in sent):
                break
            await asyncio.sleep(0.05)
        assert not any(tab.done() for tab in tabs)
        signal.raise_signal(signal.SIGTERM)
        await asyncio.wait_for(asyncio.gather(*tabs), 20)
        assert told == ["the server's own"]
        assert signal.getsignal(signal.SIGTERM) is mine
    finally:
        signal.signal(signal.SIGTERM, before)
