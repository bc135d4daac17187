"""The list of posts: paginated, searchable, and once with and once without N+1 patterns."""

from __future__ import annotations

from typing import Any

from django.views.generic import ListView

from ..models import Category, Post
from ..models.posts import PostQuerySet

PER_PAGE = 12


class PostList(ListView):
    """Each card asks for its author, its tags and its number of comments: 3 queries per card."""

    template_name = "blog/posts/list.html"
    context_object_name = "posts"
    paginate_by = PER_PAGE

    def get_queryset(self) -> PostQuerySet:
        posts = Post.objects.published()
        if words := self.request.GET.get("q", "").strip():
            posts = posts.search(words)
        if category := self.request.GET.get("category"):
            posts = posts.filter(category__slug=category)
        return posts

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            categories=Category.objects.all(),
            words=self.request.GET.get("q", ""),
            chosen=self.request.GET.get("category", ""),
            **kwargs,
        )


class FixedPostList(PostList):
    """The same cards from 2 queries: a JOIN with a count, and one prefetch of all tags."""

    template_name = "blog/posts/list_fixed.html"

    def get_queryset(self) -> PostQuerySet:
        return super().get_queryset().with_card_relations()
