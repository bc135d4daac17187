"""Lists of posts by category, tag, quarter, year and month."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.views.generic import ListView
from django.views.generic.dates import MonthArchiveView, YearArchiveView

from ..models import Category, Post, Tag
from ..models.posts import PostQuerySet
from .posts import PER_PAGE


class _Cards(ListView):
    template_name = "blog/posts/browse.html"
    context_object_name = "posts"
    paginate_by = PER_PAGE

    def get_queryset(self) -> PostQuerySet:
        return Post.objects.published().with_card_relations()

    def heading(self) -> str:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading(), **kwargs)


class CategoryPosts(_Cards):
    """The posts of a category and of the categories below it; `trail` may hold slashes."""

    def get_queryset(self) -> PostQuerySet:
        self.category = get_object_or_404(
            Category.objects.select_related("parent"), trail=self.kwargs["trail"]
        )
        here = Q(category=self.category) | Q(category__parent=self.category)
        return super().get_queryset().filter(here)

    def heading(self) -> str:
        parent = self.category.parent
        return f"{parent.name}: {self.category.name}" if parent else self.category.name


class TagPosts(_Cards):
    def get_queryset(self) -> PostQuerySet:
        self.tag = get_object_or_404(Tag, pk=self.kwargs["pk"])
        # Not filter(tags=…): its join would count each comment once per tag.
        tagged = Post.tags.through.objects.filter(tag=self.tag).values("post")
        return super().get_queryset().filter(pk__in=tagged)

    def heading(self) -> str:
        return f"Tagged {self.tag.name}"


class QuarterPosts(_Cards):
    def get_queryset(self) -> PostQuerySet:
        quarter = self.kwargs["quarter"]
        within = Q(published__gte=quarter.start, published__lt=quarter.end)
        return super().get_queryset().filter(within)

    def heading(self) -> str:
        return f"Published in {self.kwargs['quarter']}"


class YearPosts(YearArchiveView):
    template_name = "blog/posts/year.html"
    queryset = Post.objects.published()
    date_field = "published"


class MonthPosts(MonthArchiveView):
    template_name = "blog/posts/month.html"
    queryset = Post.objects.published().select_related("category")
    date_field = "published"
    month_format = "%m"
