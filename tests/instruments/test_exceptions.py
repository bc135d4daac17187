"""Exceptions: where raised, by whom handled, with which response."""

from __future__ import annotations

from contextlib import suppress

import pytest

from cycleprof import analyse, profile, span
from cycleprof.analysis.handled import handled
from cycleprof.panels import document
from tests.profiles import one, profile_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.instruments.pages")]


@pytest.fixture
def patient(client):
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("path", "kind", "status"),
    [
        ("/failing/", "ValueError", 500),
        ("/missing/", "django.http.response.Http404", 404),
        ("/denied/", "django.core.exceptions.PermissionDenied", 403),
    ],
)
def test_the_response_for_an_exception_names_type_line_and_status(patient, path, kind, status):
    profile = profile_of(patient.get(path))
    answer = one(profile, f"response for {kind}")
    assert answer.attributes == {"exception.type": kind, "http.response.status_code": status}
    assert answer.origin.file == "tests/instruments/pages.py"
    assert profile.exception.type == kind


def test_an_exception_that_a_middleware_answers_is_told_of_all_the_same(client, settings):
    settings.MIDDLEWARE = ["tests.instruments.pages.Hooks"]
    profile = profile_of(client.get("/failing/"))
    assert profile.response.status == 503
    assert (profile.exception.type, profile.exception.message) == ("ValueError", "on purpose")
    assert profile.exception.origin.function == "failing"


def test_each_span_that_it_passed_through_has_failed(patient):
    profile = profile_of(patient.get("/failing/"))
    assert one(profile, "tests.instruments.pages.failing").status == "error"
    assert one(profile, "django.core.handlers.base.BaseHandler").status == "ok"


def test_an_exception_that_was_caught_tells_where_and_what_the_failed_work_cost():
    with profile("careful") as session:
        with span("whole"), suppress(LookupError), span("outer"), span("inner"):
            raise LookupError("nothing")
        with span("fine"):
            pass
    (caught,) = handled(session.profile)
    assert caught.type == "LookupError"
    assert (caught.failed.name, caught.within.name) == ("outer", "whole")
    panels = document(analyse(session.profile))["panels"]
    blocks = next(one["blocks"] for one in panels if one["id"] == "request")
    table = next(one for one in blocks if one["kind"] == "table")
    assert [cell["mono"] for cell in table["rows"][0]["cells"][1:4]] == [
        "LookupError", "outer", "whole"
    ]  # fmt: skip


def test_an_exception_that_got_out_was_handled_by_nobody():
    with pytest.raises(LookupError), profile("careless") as session, span("whole"):
        raise LookupError("nothing")
    assert handled(session.profile) == []


def test_django_s_handler_is_who_handles_a_view_s_exception(patient):
    recorded = profile_of(patient.get("/failing/"))
    (caught,) = handled(recorded)
    assert caught.type == "ValueError"
    assert caught.within.name == "django.core.handlers.base.BaseHandler"
