"""One post, by number (a function) and by slug (a class), and the comments below it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from ..forms import CommentForm
from ..models import Post
from ..models.posts import PostQuerySet
from ..signals import post_read

RELATED = 3


def _whole_posts() -> PostQuerySet:
    return Post.objects.published().select_related("author__profile", "category", "image")


def _around(request: HttpRequest, post: Post) -> dict[str, Any]:
    """Return what a post's page shows besides the post."""
    user = request.user
    related = Post.objects.published().filter(category=post.category).exclude(pk=post.pk)
    return {
        "comments": post.approved_comments().select_related("author"),
        "related": related[:RELATED],
        "likes": post.likes.count(),
        "liked": user.is_authenticated and post.likes.filter(user=user).exists(),
    }


def _reader(request: HttpRequest) -> str:
    return request.user.get_username() or "guest"


def post_by_pk(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(_whole_posts().prefetch_related("tags"), pk=pk)
    context = {"post": post, "form": CommentForm(), **_around(request, post)}
    return render(request, "blog/posts/detail.html", context)


class PostDetail(DetailView):
    template_name = "blog/posts/detail.html"
    context_object_name = "post"

    def get_queryset(self) -> PostQuerySet:
        return _whole_posts().prefetch_related("tags")

    def get_object(self, queryset: Any = None) -> Post:
        post = super().get_object(queryset)
        post_read.send_robust(sender=Post, post=post, reader=_reader(self.request))
        return post

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", CommentForm())
        return super().get_context_data(**_around(self.request, self.object), **kwargs)


@login_required
@require_POST
def add_comment(request: HttpRequest, slug: str) -> HttpResponse:
    """Store a comment and redirect to its post; an invalid one is shown again with its errors."""
    post = get_object_or_404(_whole_posts(), slug=slug)
    form = CommentForm(request.POST)
    if not form.is_valid():
        context = {"post": post, "form": form, **_around(request, post)}
        return render(request, "blog/posts/detail.html", context, status=422)
    assert isinstance(request.user, User)  # login_required lets nobody else through
    form.instance.post, form.instance.author = post, request.user
    form.instance.approved = request.user.is_staff
    form.save()
    messages.success(request, "Thank you. Your comment appears once it is approved.")
    return redirect(post)
