"""A request through the test client, from the first middleware to the close of the response."""

from __future__ import annotations

import pytest

from cycleprof import analyse
from cycleprof.model import Stage
from cycleprof.runtime import get_runtime
from tests.profiles import asked, one, outline, profile_of

pytestmark = pytest.mark.django_db(databases=["default", "other"])


def test_every_layer_encloses_the_next_down_to_the_view(client):
    profile = profile_of(client.get("/plain/"))
    assert outline(profile)[:8] == [
        "server GET /plain/",
        "  middleware django.middleware.common.CommonMiddleware",
        "    middleware django.contrib.sessions.middleware.SessionMiddleware",
        "      middleware tests.site.middleware.function_middleware",
        "        middleware django.contrib.auth.middleware.AuthenticationMiddleware",
        "          server django.core.handlers.base.BaseHandler",
        "            resolve plain/",
        "            view tests.site.views.plain",
    ]


def test_a_layer_knows_its_way_in_and_out(client):
    layer = one(profile_of(client.get("/plain/")), "tests.site.middleware.function_middleware")
    way_in, way_out = layer.attributes["cycleprof.in_ns"], layer.attributes["cycleprof.out_ns"]
    assert 0 < way_in + way_out < layer.duration_ns
    assert layer.attributes["cycleprof.answered"] is False


def test_a_layer_that_answers_itself_says_so(client, settings):
    settings.MIDDLEWARE = ["tests.site.middleware.Closed", *settings.MIDDLEWARE]
    profile = profile_of(client.get("/closed/"))
    assert outline(profile, Stage.MIDDLEWARE) == ["middleware tests.site.middleware.Closed"]
    assert one(profile, "tests.site.middleware.Closed").attributes["cycleprof.answered"] is True


def test_a_query_names_statement_alias_and_line(client):
    profile = profile_of(client.get("/two-databases/"))
    assert asked(profile) == ["one", "two"]
    first, second = (span for span in profile.spans if span.stage is Stage.DB)
    assert (first.attributes["cycleprof.alias"], second.attributes["cycleprof.alias"]) == (
        "default",
        "other",
    )
    assert first.attributes["db.query.text"] == "SELECT %s"
    assert (first.origin.file, first.origin.function) == ("tests/site/views.py", "ask")


def test_the_headers_count_the_queries_that_the_report_counts(client):
    response = client.get("/two-databases/")
    assert 'desc="2 queries"' in response.headers["Server-Timing"]
    assert analyse(profile_of(response)).totals.queries == 2


def test_a_failing_statement_is_a_failed_span(client):
    client.raise_request_exception = False
    profile = profile_of(client.get("/missing-table/"))
    failed = one(profile, "SELECT no_such_table")
    assert failed.status == "error"
    assert failed.attributes["exception.type"] == "django.db.utils.OperationalError"
    assert profile.exception.type == "django.db.utils.OperationalError"


def test_an_exception_is_recorded_masked_and_placed(client):
    client.raise_request_exception = False
    response = client.get("/fails/")
    profile = profile_of(response)
    assert response.status_code == profile.response.status == 500
    assert profile.exception.message == "the password=******** was wrong"
    assert profile.exception.origin.function == "fails"
    assert profile.spans[0].status == "error"


def test_the_request_and_response_are_described(client):
    profile = profile_of(
        client.get("/items/lamp/?colour=red&token=abc", headers={"X-Api-Key": "k"})
    )
    request, response = profile.request, profile.response
    assert (request.method, request.path, request.route) == (
        "GET",
        "/items/lamp/",
        "items/<slug:slug>/",
    )
    assert (request.view, request.url_name) == ("tests.site.views.plain", "shop:item")
    assert request.query == {"colour": ["red"], "token": ["********"]}
    assert request.headers["X-Api-Key"] == "********"
    assert (response.status, response.streaming, response.size_bytes) == (200, False, 40)


def test_the_sums_are_exact(client):
    profile = profile_of(client.get("/page/"))
    report = analyse(profile)
    sums = sum(stage.exclusive_ns for stage in report.stages) + report.totals.unaccounted_ns
    assert sums == profile.duration_ns == profile.spans[0].end_ns


def test_children_lie_inside_their_parents(client):
    spans = {span.id: span for span in profile_of(client.get("/page/")).spans}
    for span in spans.values():
        if span.parent_id is not None:
            parent = spans[span.parent_id]
            assert parent.start_ns <= span.start_ns <= span.end_ns <= parent.end_ns


def test_a_nested_client_is_in_both_profiles(client, settings):
    from cycleprof import profile

    with profile("outside") as session:
        response = client.get("/labelled/inner/2/")
    assert asked(profile_of(response)) == ["inner", "inner"]
    assert asked(session.profile) == ["inner", "inner"]
    assert session.profile.spans[0].name == "outside"


def test_a_store_that_cannot_be_made_costs_the_profile_only(client, monkeypatch, caplog):
    monkeypatch.setattr("cycleprof.cycle.submit", lambda recording: 1 / 0)
    assert client.get("/page/").status_code == 200
    assert "could not keep the profile of '/page/'" in caplog.text


@pytest.mark.parametrize(("headers", "told"), [({"Sec-Fetch-Mode": "navigate"}, True), ({}, False)])
def test_what_a_browser_asked_for_outlasts_what_a_tool_did(client, monkeypatch, headers, told):
    handed_over = []
    monkeypatch.setattr(get_runtime().writer, "submit", handed_over.append)
    client.get("/plain/", headers=headers)
    assert [one.by_browser for one in handed_over] == [told]
