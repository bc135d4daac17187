"""The API once more, by Django REST framework: the part of the demo that needs that package."""

from __future__ import annotations

from rest_framework import serializers
from rest_framework.authentication import BasicAuthentication, SessionAuthentication
from rest_framework.generics import ListAPIView, ListCreateAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.throttling import AnonRateThrottle

from ..models import Post, Tag


class TagSerializer(serializers.ModelSerializer):
    class Meta:
        model = Tag
        fields = ("name", "slug")


class PostSerializer(serializers.ModelSerializer):
    author = serializers.CharField(source="author.username")
    tags = TagSerializer(many=True)
    words = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ("title", "author", "published", "tags", "words")

    def get_words(self, post: Post) -> int:
        return len(post.body.split())


class Pages(PageNumberPagination):
    page_size = 10


class GuestThrottle(AnonRateThrottle):
    rate = "1000/min"


class Guarded:
    """What both addresses ask of a request before they answer it."""

    authentication_classes = (SessionAuthentication, BasicAuthentication)
    permission_classes = (IsAuthenticatedOrReadOnly,)
    throttle_classes = (GuestThrottle,)


class PostList(Guarded, ListAPIView):
    queryset = Post.objects.published().select_related("author").prefetch_related("tags")
    serializer_class = PostSerializer
    pagination_class = Pages


class TagList(Guarded, ListCreateAPIView):
    queryset = Tag.objects.all()
    serializer_class = TagSerializer
    pagination_class = Pages
