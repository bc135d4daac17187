"""A small JSON API: posts, one post, liking and unliking it, and a serialized dump."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core import serializers
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views import View
from django.views.decorators.http import require_safe

from ..models import Like, Post

PER_PAGE = 20


def _summary(post: Post) -> dict[str, Any]:
    return {
        "id": post.pk,
        "uuid": str(post.uuid),
        "title": post.title,
        "author": post.author.username,
        "tags": [tag.name for tag in post.tags.all()],
        "published": post.published,
    }


def _post(pk: int) -> Post:
    found = Post.objects.published().select_related("author").filter(pk=pk).first()
    if found is None:
        raise Http404(f"no published post {pk}")
    return found


@require_safe
def post_list(request: HttpRequest) -> JsonResponse:
    posts = Post.objects.published().select_related("author").prefetch_related("tags")
    page = Paginator(posts, PER_PAGE).get_page(request.GET.get("page"))
    return JsonResponse(
        {
            "count": page.paginator.count,
            "next": page.next_page_number() if page.has_next() else None,
            "posts": [_summary(post) for post in page],
        }
    )


class PostResource(View):
    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        try:
            post = _post(pk)
        except Http404 as missing:
            return JsonResponse({"error": str(missing)}, status=404)
        return JsonResponse(_summary(post) | {"body": post.body, "likes": post.likes.count()})


class LikeResource(View):
    """POST likes, DELETE takes it back; both are idempotent and answer with the new count."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return JsonResponse({"error": "log in to like a post"}, status=401)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> JsonResponse:
        post = _post(pk)
        _, created = Like.objects.get_or_create(user=self._user(), post=post)
        return self._answer(post, liked=True, status=201 if created else 200)

    def delete(self, request: HttpRequest, pk: int) -> JsonResponse:
        post = _post(pk)
        Like.objects.filter(user=self._user(), post=post).delete()
        return self._answer(post, liked=False, status=200)

    def _user(self) -> User:
        user = self.request.user
        assert isinstance(user, User)  # dispatch() lets nobody else through
        return user

    @staticmethod
    def _answer(post: Post, *, liked: bool, status: int) -> JsonResponse:
        return JsonResponse({"liked": liked, "likes": post.likes.count()}, status=status)


@require_safe
def dump(request: HttpRequest) -> HttpResponse:
    """Answer with Django's own serializer, natural keys and all."""
    text = serializers.serialize("json", Post.objects.published()[:20], fields=["title", "slug"])
    return HttpResponse(text, content_type="application/json")
