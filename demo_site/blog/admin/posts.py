"""Posts in the admin: filters, search, a date hierarchy, an annotated column and inlines."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from ..models import Comment, Like, Post


class CommentInline(admin.TabularInline):
    model = Comment
    extra = 0
    fields = ["author", "body", "approved"]
    raw_id_fields = ["author"]


class LikeInline(admin.TabularInline):
    model = Like
    extra = 0
    raw_id_fields = ["user"]


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    list_display = ["title", "author", "category", "comment_total", "published"]
    list_filter = ["category", "published"]
    list_select_related = ["author", "category"]
    list_per_page = 25
    search_fields = ["title", "summary"]
    date_hierarchy = "published"
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["tags"]
    inlines = [CommentInline, LikeInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        return super().get_queryset(request).annotate(comment_total=Count("comments"))

    @admin.display(description="comments", ordering="comment_total")
    def comment_total(self, post: Post) -> int:
        return post.comment_total  # type: ignore[attr-defined]
