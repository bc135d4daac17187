"""The API a third time, by Django Ninja: the part of the demo that needs that package."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import NinjaAPI, Query, Schema
from ninja.security import django_auth
from ninja.throttling import AnonRateThrottle

from ..models import Post, Tag

api = NinjaAPI(urls_namespace="ninja", docs_url=None, openapi_url=None)


class TagOut(Schema):
    name: str
    slug: str


class PostOut(Schema):
    title: str
    author: str
    tags: list[TagOut]

    @staticmethod
    def resolve_author(post: Post) -> str:
        return post.author.username


class Window(Schema):
    """Which part of the list to answer with."""

    offset: int = 0
    limit: int = 5


def anybody(request: HttpRequest) -> str:
    """Let everybody in, by name."""
    return request.user.get_username() or "guest"


@api.get("posts/", response=list[PostOut], url_name="posts", auth=anybody,
         throttle=AnonRateThrottle("1000/m"))  # fmt: skip
def posts(request: HttpRequest, window: Query[Window]) -> QuerySet[Post]:
    found = Post.objects.published().select_related("author").prefetch_related("tags")
    return found[window.offset : window.offset + window.limit]


@api.get("tags/", response=list[TagOut], url_name="tags")
async def tags(request: HttpRequest) -> list[Tag]:
    return [tag async for tag in Tag.objects.all()]


@api.get("drafts/", response=list[PostOut], url_name="drafts", auth=django_auth)
def drafts(request: HttpRequest) -> QuerySet[Post]:
    """The drafts of whoever is logged in."""
    own = Post.objects.filter(published=None, author=request.user)
    return own.select_related("author").prefetch_related("tags")
