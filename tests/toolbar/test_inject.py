"""The panel's tag in real responses, and the reason where there is none."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpResponse
from django.urls import path

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
PAGE = "<!doctype html><html><body>é</body></html>"
OPTIONS = {}


def view(request):
    return HttpResponse(
        OPTIONS.get("body", PAGE), **{k: v for k, v in OPTIONS.items() if k != "body"}
    )


urlpatterns = [path("", view)]


@pytest.fixture
def answer(client):
    """Ask for a page that answers as told."""

    def ask(request_headers=None, **options):
        OPTIONS.clear()
        OPTIONS.update(options)
        return client.get("/", headers=request_headers or {})

    return ask


def test_a_page_gets_one_external_script(answer):
    response = answer()
    text = response.content.decode()
    assert text.count("<script") == 1
    tag = text[text.index("<script") : text.index("</body>")]
    assert len(tag) <= 600
    assert f'data-cycleprof-id="{response.headers["X-Cycleprof-Id"]}"' in tag
    assert "X-Cycleprof-Skip" not in response.headers


def test_the_script_is_served(answer, client):
    text = answer().content.decode()
    address = text.split('src="')[1].split('"')[0]
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in response.headers["Cache-Control"]


def test_the_length_is_corrected(answer):
    response = answer(headers={"Content-Length": str(len(PAGE.encode()))})
    assert int(response.headers["Content-Length"]) == len(response.content) > len(PAGE.encode())


def test_a_compressed_page_stays_compressed(answer):
    response = answer(body=gzip.compress(PAGE.encode()), headers={"Content-Encoding": "gzip"})
    assert "data-cycleprof-id" in gzip.decompress(response.content).decode()


def test_the_etag_stays_the_applications(answer):
    assert answer(headers={"ETag": '"v1"'}).headers["ETag"] == '"v1"'


def test_the_nonce_of_the_page_is_used(answer):
    policy = "default-src 'none'; script-src 'nonce-r4nd0m' 'strict-dynamic'"
    assert 'nonce="r4nd0m"' in answer(headers={"Content-Security-Policy": policy}).content.decode()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"body": "<li>x</li>"}, "fragment"),
        ({"body": "{}", "content_type": "application/json"}, "not-html: application/json"),
        ({"status": 302, "headers": {"Location": "/"}}, "redirect"),
        ({"status": 204, "body": ""}, "status-204"),
        ({"headers": {"Content-Disposition": "attachment; filename=x.html"}}, "download"),
        ({"headers": {"Content-Encoding": "br"}}, "content-encoding: br"),
        ({"headers": {"Content-Encoding": "gzip"}}, "damaged-gzip"),
        ({"headers": {"Content-Security-Policy": "script-src 'none'"}}, "blocked-by-csp"),
        ({"headers": {"Repr-Digest": "sha-256=:x:"}}, "body-has-digest"),
        ({"request_headers": {"HX-Request": "true"}}, "background-request"),
        ({"request_headers": {"X-Requested-With": "XMLHttpRequest"}}, "background-request"),
        ({"request_headers": {"Sec-Fetch-Dest": "empty"}}, "background-request"),
    ],
)
def test_what_is_no_page_of_ours_stays_as_it_is(answer, options, reason):
    response = answer(**options)
    assert response.headers["X-Cycleprof-Skip"] == reason
    assert response.headers["X-Cycleprof-Id"]
    assert b"cycleprof" not in response.content


def test_a_head_request_gets_none(answer, client):
    answer()
    assert client.head("/").headers["X-Cycleprof-Skip"] == "head-request"


def test_server_timing_counts_and_keeps_what_is_there(answer):
    value = answer(headers={"Server-Timing": "app;dur=1"}).headers["Server-Timing"]
    assert value.startswith("app;dur=1, cycleprof;desc=")
    assert len(value) < 2000


def test_server_timing_stays_short_beside_the_applications(answer):
    own = ", ".join(f"m{number};dur=1" for number in range(11))
    value = answer(headers={"Server-Timing": own}).headers["Server-Timing"]
    assert value.count(",") == 11
    assert value.startswith(own)
    long = f'app;desc="{"x" * 2500}"'
    assert answer(headers={"Server-Timing": long}).headers["Server-Timing"] == long
