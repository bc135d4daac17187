"""Secrets planted in every place that can carry one are found nowhere afterwards."""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import closing

import pytest

from cycleprof.exporters import FORMATS
from cycleprof.runtime import get_runtime
from tests.trust.secrets import PLANTED as P

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.trust.secrets"),
    pytest.mark.filterwarnings("ignore:Django 2028 will not have a default mailer"),
]

HEADERS = {
    "Cookie": f"sessionid={P['session cookie']}; csrftoken={P['csrf cookie']}; x={P['cookie']};"
    f" {P['value of a nameless cookie']}",
    "Authorization": f"Bearer {P['authorization']}",
    "Proxy-Authorization": f"Basic {P['basic credentials']}",
    "X-Api-Key": P["key in a header"],
    "X-CSRFToken": P["token of the csrf header"],
    "Referer": f"https://shop.test/?token={P['token in an address in a header']}",
    "X-Note": f"see {P['json web token']}",
}
QUERY = f"?password={P['password in the query']}&access_token={P['token in the query']}&page=2"

A_NAME = "key in place of a query's name"
ASKED = "https://ada:{user in a file's address}@cdn.test/a.js?v={value in a file's address}#x"
BROWSER = {
    "navigation": {
        "type": "navigate", "request_start_ns": 0, "response_start_ns": 1, "response_end_ns": 2,
        "dom_interactive_ns": 3, "dom_content_loaded_ns": 4, "load_ns": 5,
    },
    "first_paint_ns": 6, "first_contentful_paint_ns": 6, "largest_contentful_paint_ns": 6,
    "resources": [{"url": ASKED.format_map(P), "kind": "script", "start_ns": 2, "end_ns": 3,
                   "size_bytes": 1, "status": 200, "profile": None}],
    "resources_dropped": 0,
}  # fmt: skip


@pytest.fixture
def kept(client, settings, tmp_path, caplog):
    """Everything that is stored and served after requests full of secrets, by where it is."""
    settings.CYCLEPROF = {
        "ENABLED": True,
        "ACCESS": "tests.site.access.everybody",
        "STORE": f"sqlite:///{tmp_path}/profiles.db",
    }
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE,
        "django.contrib.messages.middleware.MessageMiddleware",
    ]
    client.raise_request_exception = False
    done = client.post(
        f"/everything/{QUERY}",
        {
            "password": P["password of a form"],
            "hobby": P["sensitive parameter in a redirect"],
        },
        headers=HEADERS,
    )
    assert done.status_code == 302, "it ended before all of its secrets were used"
    page = client.get("/failing/")
    told = client.post(
        f"/__cycleprof__/api/profiles/{page.headers['X-Cycleprof-Id']}/browser",
        BROWSER, content_type="application/json", headers={"X-Cycleprof-Request": "1"},
    )  # fmt: skip
    assert told.status_code == 200
    client.get("/failing-sensitively/")
    client.get(f"/activate/{P['token in a path']}/")
    client.get(f"/reset/MQ/?{P[A_NAME]}")
    client.get(f"/reset/MQ/{P['token of a password reset in a path']}/")
    assert get_runtime().writer.flush(20)
    return {**files(tmp_path), **answers(client)}


def files(folder):
    """The bytes on disk, and what is compressed in them."""
    found = {path.name: path.read_bytes() for path in folder.glob("profiles.db*")}
    with closing(sqlite3.connect(folder / "profiles.db")) as connection:
        for number, (document,) in enumerate(connection.execute("SELECT document FROM documents")):
            found[f"document {number}"] = zlib.decompress(document)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    found["checkpointed"] = (folder / "profiles.db").read_bytes()
    return found


def answers(client):
    """What the tool's own addresses say, in every format."""
    listed = client.get("/__cycleprof__/api/profiles?limit=500")
    found = {
        "list": listed.content,
        "live": client.get("/__cycleprof__/api/live?after=0" + "0" * 11),
    }
    for one in json.loads(listed.content)["profiles"]:
        for rest in ("", "/panels", *(f"/export/{form.name}" for form in FORMATS)):
            answer = client.get(f"/__cycleprof__/api/profiles/{one['id']}{rest}")
            assert answer.status_code == 200, (rest, answer.content[:300])
            found[f"{one['name']} {rest}"] = answer.content
    found["live"] = found["live"].content
    return found


def test_no_secret_is_found_anywhere(kept):
    assert len(kept) > 40
    found = {
        f"{what} in {where}"
        for where, content in kept.items()
        for what, secret in P.items()
        if secret.encode() in content or json.dumps(secret).encode()[1:-1] in content
    }
    assert found == set()


def test_what_is_no_secret_is_kept(kept):
    everything = b"".join(kept.values())
    # One for each place, so that none passes because nothing came of it.
    for innocent in (b"X-Api-Key", b"access_token", b"/everything/", b"auth_user", b"basket",
                     b"Your password", b"X-Auth-Token", b"/next/", b"no user with", b"wrong",
                     b"user:token=", b"the password", b"127.0.0.1", b"nobody likes",
                     b"cycleprof.mail.subject", b"cdn.test", b"FROM nothing"):  # fmt: skip
        assert innocent in everything
