"""Hostile text comes in by real requests, and goes through recording, stores, pages and exports."""

from __future__ import annotations

import contextlib
import logging
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.template import Context, Engine
from django.test import Client
from django.urls import path

from cycleprof import span
from cycleprof.exporters import FORMATS
from cycleprof.runtime import forget, get_runtime
from tests.trust.hostile import TEXTS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.trust.test_hostile_requests"),
    pytest.mark.filterwarnings("ignore::django.core.cache.CacheKeyWarning"),
]
logger = logging.getLogger("hostile")


def everywhere(request, number):
    """Put the text into each place that a request of one's own cannot reach."""
    text = TEXTS[number]
    for statement, values in (("SELECT %s", [text]), ("SELECT '{}'".format(text.replace("'", "''")),
                              None), (text, None), (f'SELECT 1 AS "{text}"', None)):  # fmt: skip
        with connection.cursor() as cursor, contextlib.suppress(Exception):
            cursor.execute(statement, values)
    with contextlib.suppress(Exception):
        cache.get(text)
    with contextlib.suppress(Exception):
        Engine(loaders=[("django.template.loaders.locmem.Loader", {})]).get_template(text)
    Engine().from_string("{{ one }}").render(Context({text or "one": text}))
    with span(text, note=text, **{text: [text]}):
        logger.warning("%s", text)
    logging.getLogger(text or "empty").warning(text)
    if "fail" in request.GET:
        raise type(text.replace("\0", "") or "Empty", (Exception,), {})(text)
    response = HttpResponse("<html><body></body></html>")
    response.headers["X-Note"] = quote(text)
    return response


def here(request, rest):
    return HttpResponse(rest)


def named(request):
    return HttpResponse("named")


named.__name__ = named.__qualname__ = named.__module__ = "x\r\nX-Evil: 1\u202e"
urlpatterns = [
    path("named\r\nX-Evil: 1/", named, name="x\r\nX-Evil: 1"),
    path("everywhere/<int:number>/", everywhere),
    path("here/<path:rest>", here),
]


@pytest.fixture(params=["memory", "sqlite", "redis"])
def _store(request, settings, tmp_path):
    """Each store in turn."""
    if request.param == "redis":
        address = "redis://127.0.0.1:6379/15"
        pytest.importorskip("redis").Redis.from_url(address).ping()
    else:
        address = "memory://" if request.param == "memory" else f"sqlite:///{tmp_path}/profiles.db"
    settings.CYCLEPROF = {**settings.CYCLEPROF, "STORE": address}
    forget()
    yield
    get_runtime().writer.flush(20)
    forget()


def requests_of(number):
    """What a stranger can send of a text, by hand: no client of ours encodes it."""
    text = TEXTS[number][:2_000]
    raw = text.encode("utf-8", "surrogatepass").decode("latin-1")
    client = Client(raise_request_exception=False)
    yield client.get(f"/everywhere/{number}/")
    yield client.get(f"/everywhere/{number}/?fail")
    yield client.get("/here/x", PATH_INFO=f"/here/{raw}", QUERY_STRING=f"{raw}={raw}&b={raw}")
    names = ("HTTP_X_NOTE", "HTTP_REFERER", "CONTENT_TYPE", "SERVER_SOFTWARE")
    yield client.get("/here/x", HTTP_COOKIE=f"{raw}={raw}", **dict.fromkeys(names, raw))
    method = "".join(filter(str.isalpha, text))[:20] or "GET"
    yield client.generic(method, "/here/x", raw.encode("latin-1", "replace"))


def test_no_name_of_a_route_or_a_view_reaches_a_header():
    for address, status in (("/named\r\nX-Evil: 1/", 200), ("/nowhere/\r\nX-Evil: 1", 404)):
        answer = Client().get("/", PATH_INFO=address, QUERY_STRING="\r\nX-Evil: 1")
        assert answer.status_code == status
        assert answer.headers["X-Cycleprof-Id"]
        for name, value in answer.items():
            assert value.isascii()
            assert value.isprintable()
            assert "Evil" not in name + value


@pytest.mark.usefixtures("_store")
@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_hostile_request_is_kept_listed_searched_shown_and_exported(number, caplog):
    ids = [one.headers["X-Cycleprof-Id"] for one in requests_of(number)]
    assert get_runtime().writer.flush(20)
    viewer = Client()
    listed = viewer.get("/__cycleprof__/api/profiles?limit=100").json()["profiles"]
    assert set(ids) <= {one["id"] for one in listed}
    text = TEXTS[number][:100].encode("utf-8", "replace").decode()
    found = viewer.get(f"/__cycleprof__/api/profiles?q={quote(text)}")
    assert found.status_code in {200, 400}
    for one in ids:
        for rest in ("", "/panels", *(f"/export/{form.name}" for form in FORMATS)):
            answer = viewer.get(f"/__cycleprof__/api/profiles/{one}{rest}")
            assert answer.status_code == 200, (rest, answer.content[:300])
            answer.content.decode()  # lone surrogates would be no UTF-8
        profile = viewer.get(f"/__cycleprof__/api/profiles/{one}").json()["profile"]
        assert not [key for key in profile["versions"] if key.startswith("instrument.")]
        assert not any("cycleprof.error" in one["attributes"] for one in profile["spans"])
        assert viewer.get(f"/__cycleprof__/p/{one}").status_code == 200
    assert not [one for one in caplog.records if one.name == "cycleprof"]
