"""How a path found its view."""

from __future__ import annotations

import pytest
from django.urls import Resolver404, path

from cycleprof.instruments.resolver import _failed_with
from cycleprof.model import Stage
from tests.profiles import one, profile_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.instruments.pages")]


def _resolve(client, path):
    profile = profile_of(client.get(path))
    (span,) = [span for span in profile.spans if span.stage is Stage.RESOLVE]
    return span


def test_route_converters_namespace_and_includes(client):
    span = _resolve(client, "/archive/2026/")
    assert span.name == "archive/<int:year>/"
    assert span.attributes["cycleprof.converters"] == ["year: int"]
    assert span.attributes["cycleprof.namespace"] == "archive"
    assert span.attributes["cycleprof.url_name"] == "archive:year"
    assert span.attributes["cycleprof.resolvers"] == ["archive/"]


def test_patterns_tried_before_the_match_are_counted(client):
    assert _resolve(client, "/hello/").attributes["cycleprof.patterns_tried"] == 0
    assert _resolve(client, "/denied/").attributes["cycleprof.patterns_tried"] == 4


def test_a_regular_expression_has_no_converters(client):
    assert "cycleprof.converters" not in _resolve(client, "/archive/2026/11/").attributes


def test_a_404_lists_what_was_tried(client):
    span = _resolve(client, "/archive/nothing/")
    assert span.name == "no pattern matches /archive/nothing/"
    assert span.status == "error"
    assert span.attributes["cycleprof.tried"][:2] == ["hello/", "reversing/"]
    assert "archive/ <int:year>/" in span.attributes["cycleprof.tried"]
    assert span.attributes["cycleprof.patterns_tried"] == len(span.attributes["cycleprof.tried"])


def test_reverse_is_counted_where_it_is_called(client):
    view = one(profile_of(client.get("/reversing/")), "tests.instruments.pages.reversing")
    assert view.attributes["cycleprof.reverse.count"] == 3
    assert view.attributes["cycleprof.reverse.ns"] > 0


@pytest.mark.parametrize(
    ("steps", "told"),
    [(["", ""], "(the root)"), (["", "posts/"], "posts/"), (["a/", "b/"], "a/ b/")],
)
def test_empty_steps_are_left_out_of_what_was_tried(steps, told):
    chain = [path(step, lambda request: None) for step in steps]
    assert _failed_with(Resolver404({"tried": [chain]})) == [told]
