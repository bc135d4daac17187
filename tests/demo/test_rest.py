"""The pages by Django REST framework, and what their profiles show."""

from __future__ import annotations

import pytest

from cycleprof import analyse
from cycleprof.model import Stage, Thresholds
from tests.profiles import one, profile_of

PATIENT = Thresholds(slow_query_ns=3_600_000_000_000)
"""On a busy machine any query may be slow."""


@pytest.fixture(autouse=True)
def _recorded(settings):
    """Recording is on without DEBUG, which Django switches off for tests."""
    access = "tests.site.access.everybody"
    settings.CYCLEPROF = {"ENABLED": True, "ACCESS": access, "STORE": "memory://"}


def above(profile, span):
    """The names of the spans around one, innermost first."""
    by_id = {each.id: each for each in profile.spans}
    names = []
    while span.parent_id is not None:
        span = by_id[span.parent_id]
        names.append(span.name)
    return names


@pytest.fixture
def listed(client):
    return profile_of(client.get("/rest/posts/?format=json"))


@pytest.mark.parametrize(
    ("name", "stage", "within"),
    [
        ("API authentication", Stage.SIGNAL, "PostList.perform_authentication"),
        ("API check IsAuthenticatedOrReadOnly", Stage.SIGNAL, "PostList.check_permissions"),
        ("API check GuestThrottle", Stage.SIGNAL, "PostList.check_throttles"),
        ("PostSerializer.to_representation", Stage.SERIALIZE, "PostList.list"),
        ("render JSONRenderer", Stage.SERIALIZE, "render Response"),
    ],
)
def test_each_part_is_a_span_within_the_step_of_the_view(listed, name, stage, within):
    span = one(listed, name)
    assert span.stage is stage
    assert within in above(listed, span)


def test_the_serializer_tells_what_its_fields_cost(listed):
    attributes = one(listed, "PostSerializer.to_representation").attributes
    assert attributes["cycleprof.many"] is True
    assert attributes["code.function.name"] == "blog.views.rest.PostSerializer.to_representation"
    assert attributes["cycleprof.field.tags.count"] == 10
    assert attributes["cycleprof.field.words.count"] == 10


def test_the_throttle_s_cache_is_used_within_it(listed):
    (read,) = [span for span in listed.spans if span.stage is Stage.CACHE and span.name == "get"]
    assert "API check GuestThrottle" in above(listed, read)


def test_the_browsable_api_is_a_page_with_the_panel_and_without_findings(client):
    answer = client.get("/rest/posts/?format=api")
    recorded = profile_of(answer)
    assert b"data-cycleprof-id" in answer.content
    renderers = [span.name for span in recorded.spans if span.name.startswith("render ")]
    assert "render BrowsableAPIRenderer" in renderers
    template = one(recorded, "rest_framework/api.html")
    assert "render BrowsableAPIRenderer" in above(recorded, template)
    assert analyse(recorded, PATIENT).findings == ()


def test_the_browsable_form_brings_no_findings_either(as_ada):
    answer = as_ada.get("/rest/tags/?format=api")
    assert b"<form" in answer.content
    assert analyse(profile_of(answer), PATIENT).findings == ()


def test_what_is_refused_names_its_fields(as_ada):
    answer = as_ada.post("/rest/tags/", {"name": ""}, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    span = one(profile_of(answer), "TagSerializer.is_valid")
    assert span.attributes["cycleprof.form.errors"] == ["name", "slug"]


def test_a_guest_may_not_add(client):
    answer = client.post("/rest/tags/", {"name": "x", "slug": "x"})
    recorded = profile_of(answer)
    assert answer.status_code == 403
    check = one(recorded, "API check IsAuthenticatedOrReadOnly")
    assert check.attributes["cycleprof.answer"] is False
