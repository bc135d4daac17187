"""What is recorded of the exchange itself, over real servers: before Django, 404s, streams."""

from __future__ import annotations

import time

import pytest

from tests.servers.looking import above, spans_of

pytestmark = pytest.mark.once
_PATIENCE_S = 30
_MORE_THAN_SOCKETS_BUFFER = 200_000  # lines of 1 KB
KINDS = {
    "/hood/language/": "html", "/api/posts/": "json", "/responses/to-nowhere/": "error",
    "/responses/latest/": "redirect", "/responses/download/": "file",
    "/responses/posts.csv": "streaming", "/responses/hashed/": "other",
}  # fmt: skip


def _root(site, page, headers=None):
    return spans_of(site, page, headers)[0]["attributes"]


def test_the_time_before_django_is_what_the_proxy_s_header_says(server):
    sent = f"t={time.time() - 2:.3f}"
    root = _root(server[1], "/hood/language/", {"X-Request-Start": sent})
    assert root["cycleprof.queue_ns"] > 1_900_000_000
    assert "cycleprof.queue_ns" not in _root(server[1], "/hood/language/")


def test_the_server_and_its_protocol_are_named(server):
    name, site = server
    profile = site.report(site.get("/hood/language/"))["profile"]
    software = profile["spans"][0]["attributes"]["cycleprof.server.software"]
    assert software.lower().startswith("wsgiserver" if name == "runserver" else name)
    protocol = "asgi" if name in {"uvicorn", "hypercorn"} else "wsgi"
    assert (profile["request"]["protocol"], profile["request"]["http_version"]) == (protocol, "1.1")


def test_the_request_is_told_with_its_secrets_masked(server):
    site = server[1]
    page = site.get("/browse/archive/2026/?token=s3cret&page=1",
                    {"Authorization": "Bearer s3cret", "Cookie": "flavour=s3cret"})  # fmt: skip
    profile = site.report(page)["profile"]
    request = profile["request"]
    assert (request["method"], request["path"]) == ("GET", "/browse/archive/2026/")
    assert request["route"] == "browse/archive/(?P<year>[0-9]{4})/$"
    assert request["query"].keys() == {"token", "page"}
    assert {"Authorization", "Cookie"} <= request["headers"].keys()
    assert profile["spans"][0]["attributes"]["cycleprof.cookies"] == ["flavour"]
    assert "s3cret" not in repr(profile)


def test_a_404_lists_the_patterns_that_were_tried(server):
    spans = spans_of(server[1], "/browse/nothing/")
    (span,) = [span for span in spans if span["stage"] == "resolve"]
    tried = span["attributes"]["cycleprof.tried"]
    assert (span["name"], span["status"]) == ("no pattern matches /browse/nothing/", "error")
    assert tried[0] == "(the root)"
    assert [one for one in tried if one.startswith("browse/")] == [
        "browse/ categories/<path:trail>/", "browse/ tags/<uuid:pk>/",
        "browse/ quarters/<quarter:quarter>/", "browse/ archive/",
    ]  # fmt: skip
    assert span["attributes"]["cycleprof.patterns_tried"] == len(tried)
    assert "response for django.urls.exceptions.Resolver404" in {one["name"] for one in spans}


def test_a_404_below_an_include_lists_the_patterns_that_it_includes(server):
    spans = spans_of(server[1], "/browse/archive/nothing/")
    (span,) = [span for span in spans if span["stage"] == "resolve"]
    tried = span["attributes"]["cycleprof.tried"]
    assert [one for one in tried if one.startswith("browse/ archive/")] == [
        r"browse/ archive/ ^(?P<year>[0-9]{4})/$",
        r"browse/ archive/ ^(?P<year>[0-9]{4})/(?P<month>0[1-9]|1[0-2])/$",
    ]
    assert "archive/" in span["attributes"]["cycleprof.resolvers"]


@pytest.mark.parametrize("page", KINDS)
def test_the_kind_of_the_answer(server, page):
    assert _root(server[1], page)["cycleprof.response.kind"] == KINDS[page]


def test_a_redirect_tells_its_status_and_its_target(server):
    response = server[1].report(server[1].get("/responses/chain/"))["profile"]["response"]
    assert (response["status"], response["headers"]["Location"]) == (301, "/responses/latest/")
    assert (response["size_bytes"], response["streaming"]) == (0, False)


def test_a_file_tells_its_name_its_type_and_its_size(server):
    page = server[1].get("/responses/download/")
    response = server[1].report(page)["profile"]["response"]
    assert (response["content_type"], response["streaming"]) == ("image/png", True)
    assert response["size_bytes"] == len(page.content) > 1000
    assert response["headers"]["Content-Disposition"] == 'attachment; filename="plate.png"'


def test_a_stream_tells_its_size_and_when_its_first_byte_came(server):
    page = server[1].get("/responses/posts.csv")
    profile = server[1].report(page)["profile"]
    response, (stream,) = (
        profile["response"],
        [span for span in profile["spans"] if span["name"] == "streaming body"],
    )
    assert response["size_bytes"] == len(page.content)
    assert stream["start_ns"] <= response["first_byte_ns"] < stream["end_ns"]


def test_the_totals_of_the_stages_go_with_the_answer(server):
    timing = server[1].get("/posts/fixed/").headers["Server-Timing"]
    assert {"cycleprof", "db", "template"} <= {one.split(";")[0] for one in timing.split(", ")}


def test_compression_is_noted(server):
    root = _root(server[1], "/posts/fixed/", {"Accept-Encoding": "gzip"})
    assert root["cycleprof.response.encoding"] == "gzip"


def test_queries_made_while_streaming_lie_inside_the_stream(server):
    spans = spans_of(server[1], "/responses/posts.csv")
    (stream,) = [span for span in spans if span["name"] == "streaming body"]
    assert stream["attributes"]["cycleprof.chunks"] > 100
    queries = [span for span in spans if span["name"] == "SELECT blog_post"]
    assert len(queries) > 2
    assert all("streaming body" in list(above(query, spans)) for query in queries)


def test_a_client_that_goes_away_in_the_middle_of_a_stream_is_noted(server):
    name, site = server
    group = "async" if name in {"uvicorn", "hypercorn"} else "responses"
    page = f"/{group}/long-stream/?lines={_MORE_THAN_SOCKETS_BUFFER}"
    with site.get(page, stream=True) as answer:
        assert next(answer.iter_content(100)).strip() in {b"", b"0"}
    spans = _once_kept(site, answer)["profile"]["spans"]
    assert spans[0]["attributes"]["cycleprof.client_gone"] is True
    (stream,) = [span for span in spans if span["name"] == "streaming body"]
    assert 0 < stream["attributes"]["cycleprof.chunks"] < _MORE_THAN_SOCKETS_BUFFER


def _once_kept(site, answer):
    """The report, as soon as the server has found out that nobody listens any more."""
    deadline = time.monotonic() + _PATIENCE_S
    while "profile" not in (document := site.report(answer)):
        assert time.monotonic() < deadline, "the profile was never kept"
        time.sleep(0.1)
    return document
