"""Creating, changing and deleting posts, each with its form, its permissions and a message."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.views.generic import CreateView, DeleteView, UpdateView

from ..forms import PostForm
from ..letters import tell_of_post
from ..models import Post
from ..slugs import unique_slug


class PostCreate(LoginRequiredMixin, CreateView):
    """The mail goes out after the commit: a rolled back post is not announced."""

    model = Post
    form_class = PostForm
    template_name = "blog/posts/form.html"

    def form_valid(self, form: PostForm) -> HttpResponse:
        post, author = form.instance, self.request.user
        post.author, post.slug = author, unique_slug(post.title)
        with transaction.atomic():
            response = super().form_valid(form)
            transaction.on_commit(partial(tell_of_post, post, author))
        messages.success(self.request, f"“{post.title}” is saved.")
        return response

    def get_success_url(self) -> str:
        # A draft has no public page yet.
        if self.object.published:
            return self.object.get_absolute_url()
        return str(reverse_lazy("blog:posts:list"))


class _OwnPostMixin(LoginRequiredMixin):
    """Only its author, or staff, may change a post."""

    model = Post

    def get_object(self, queryset: Any = None) -> Post:
        post = super().get_object(queryset)
        user = self.request.user
        if post.author_id != user.pk and not user.is_staff:
            raise PermissionDenied("only its author may change a post")
        return post


class PostUpdate(_OwnPostMixin, UpdateView):
    form_class = PostForm
    template_name = "blog/posts/form.html"

    def form_valid(self, form: PostForm) -> HttpResponse:
        messages.info(self.request, "The changes are saved.")
        return super().form_valid(form)


class PostDelete(_OwnPostMixin, DeleteView):
    template_name = "blog/posts/confirm_delete.html"
    success_url = reverse_lazy("blog:posts:list")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.warning(self.request, f"“{self.object.title}” is gone, with its comments.")
        return super().form_valid(form)
