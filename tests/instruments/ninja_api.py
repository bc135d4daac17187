"""An API by Django Ninja for the tests of its part of a cycle."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from ninja import NinjaAPI, Schema
from ninja.throttling import BaseThrottle

api = NinjaAPI(urls_namespace="cycleprof-tests", docs_url=None, openapi_url=None)
SECRET = "s3cret-key"


class Closed(BaseThrottle):
    def allow_request(self, request):
        return False


class Author(Schema):
    name: str


class PostIn(Schema):
    title: str
    author: Author
    marks: dict[str, int]


def stranger(request):
    return None


@api.get("posts/", response=list[Author])
def listed(request, limit: int = 2):
    return [{"name": "ada"}] * limit


@api.post("posts/", response=Author)
def created(request, post: PostIn):
    return post.author


@api.get("closed/", throttle=Closed())
def closed(request):
    raise AssertionError("not reached")


@api.get("private/", auth=[stranger, stranger])
async def private(request):
    raise AssertionError("not reached")


@api.get("awaited/", response=Author)
async def awaited(request):
    return {"name": "grace"}


@api.get("plain/")
def plain(request):
    return HttpResponse("as it is")


@api.get("failing/")
def failing(request):
    raise RuntimeError(f"the key was {SECRET}")


urlpatterns = [path("", api.urls)]
