"""Django REST framework's part of a cycle."""

from __future__ import annotations

import pytest
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from cycleprof import profile
from cycleprof.model import Stage
from tests.profiles import one, outline, profile_of


class _Tag(serializers.Serializer):
    name = serializers.CharField(max_length=3)


class _Post(serializers.Serializer):
    title = serializers.CharField(max_length=5)
    length = serializers.SerializerMethodField()
    tag = _Tag()

    def get_length(self, post):
        return len(post["title"])


class Closed(BasePermission):
    def has_permission(self, request, view):
        return request.method == "GET"


class Posts(APIView):
    permission_classes = (Closed,)
    throttle_classes = (AnonRateThrottle,)

    def get(self, request):
        return Response({"posts": _Post([POST] * 3, many=True).data})


POST = {"title": "Roses", "tag": {"name": "red"}}
pytestmark = pytest.mark.django_db


@pytest.fixture
def posts(client, settings):
    settings.ROOT_URLCONF = "tests.instruments.api"
    return profile_of(client.get("/posts/", headers={"Accept": "application/json"}))


def test_validation_names_fields_and_no_values():
    with profile("validate") as session:
        assert not _Post(data={"title": "much too long", "tag": {"name": "red"}}).is_valid()
    span = one(session.profile, "_Post.is_valid")
    assert span.stage is Stage.SERIALIZE
    assert span.attributes["cycleprof.form.errors"] == ["title"]
    assert "much too long" not in repr(session.profile)


def test_a_list_is_one_span_that_counts_its_slow_fields():
    with profile("represent") as session:
        assert len(_Post([POST] * 3, many=True).data) == 3
    assert outline(session.profile, Stage.SERIALIZE) == ["serialize _Post.to_representation"]
    attributes = one(session.profile, "_Post.to_representation").attributes
    assert attributes["cycleprof.many"] is True
    assert attributes["cycleprof.field.length.count"] == 3
    assert attributes["cycleprof.field.tag.count"] == 3
    assert attributes["cycleprof.field.tag.ns"] > 0


def test_a_request_shows_authentication_view_serializer_and_renderer(posts):
    names = [span.name for span in posts.spans]
    expected = [
        "Posts.dispatch",
        "Posts.initial",
        "Posts.perform_authentication",
        "API authentication",
        "Posts.check_permissions",
        "API check Closed",
        "Posts.check_throttles",
        "API check AnonRateThrottle",
        "Posts.get",
        "_Post.to_representation",
        "render Response",
        "render JSONRenderer",
    ]
    assert [name for name in names if name in expected] == expected


def test_the_renderer_lies_in_the_rendering_of_the_response(posts):
    renderer = one(posts, "render JSONRenderer")
    assert renderer.parent_id == one(posts, "render Response").id
    assert renderer.attributes["http.response.body.size"] > 0


def test_the_authentication_is_an_event_with_its_outcome(posts):
    attributes = one(posts, "API authentication").attributes
    assert attributes["cycleprof.event"] == "auth"
    assert attributes["cycleprof.authenticated"] is False


def test_each_permission_and_throttle_tells_its_answer(posts):
    permission = one(posts, "API check Closed")
    assert permission.stage is Stage.SIGNAL
    assert permission.parent_id == one(posts, "Posts.check_permissions").id
    assert permission.attributes == {
        "cycleprof.event": "auth",
        "cycleprof.permission": "tests.instruments.test_rest_framework.Closed",
        "cycleprof.answer": True,
    }
    throttle = one(posts, "API check AnonRateThrottle")
    assert throttle.attributes["cycleprof.answer"] is True


def test_a_permission_that_refuses_says_so_and_the_view_does_not_run(client, settings):
    settings.ROOT_URLCONF = "tests.instruments.api"
    answer = client.post("/posts/", headers={"Accept": "application/json"})
    recorded = profile_of(answer)
    assert answer.status_code == 403
    assert one(recorded, "API check Closed").attributes["cycleprof.answer"] is False
    assert one(recorded, "Posts.check_permissions").status == "error"
    assert "Posts.post" not in [span.name for span in recorded.spans]


def test_nothing_changes_for_a_serializer_that_nobody_records():
    assert _Post(POST).data == {"title": "Roses", "length": 5, "tag": {"name": "red"}}
