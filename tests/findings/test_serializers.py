"""Findings in Django REST framework: the view's queryset is what to change."""

from __future__ import annotations

from pathlib import Path

import pytest
import rest_framework
from rest_framework import generics, serializers
from rest_framework.renderers import BrowsableAPIRenderer, JSONRenderer
from rest_framework.test import APIRequestFactory

from tests.findings.models import Book


class BookSerializer(serializers.ModelSerializer):
    author_name = serializers.CharField(source="author.name")
    tags = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)

    class Meta:
        model = Book
        fields = ("title", "author_name", "tags")


class BookList(generics.ListAPIView):
    serializer_class = BookSerializer
    queryset = Book.objects.all()
    renderer_classes = (JSONRenderer,)
    authentication_classes = ()
    permission_classes = ()


class JoinedBookList(BookList):
    def get_queryset(self):
        return Book.objects.select_related("author").prefetch_related("tags")


class BrowsableBookList(JoinedBookList):
    renderer_classes = (BrowsableAPIRenderer, JSONRenderer)


@pytest.fixture
def browsable(settings):
    """The templates and tags of the browsable API, without its app."""
    options = {"libraries": {"rest_framework": "rest_framework.templatetags.rest_framework"}}
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(rest_framework.__file__).parent / "templates"],
            "OPTIONS": options,
        }
    ]
    settings.STATIC_URL = "/static/"


def render(view):
    response = view.as_view()(APIRequestFactory().get("/books/"))
    response.render()
    return response


def test_fields_that_follow_relations(library, seen):
    library()
    with seen() as result:
        render(BookList)

    assert sorted((f.code, f.relation, f.confidence) for f in result.findings) == [
        ("CP001", "author", "exact"),
        ("CP002", "tags", "exact"),
    ]


def test_queryset_of_the_view_done_right(library, seen):
    library()
    with seen() as result:
        assert len(render(JoinedBookList).data) == 6

    assert result.codes == []


def test_browsable_api_gives_none(library, seen, browsable):
    library()
    with seen() as result:
        assert b"book 5" in render(BrowsableBookList).content

    assert result.codes == []
