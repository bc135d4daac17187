"""Two lists of comments with the same columns: one with N+1 patterns, one without."""

from __future__ import annotations

from django.contrib import admin

from ..models import ApprovedComment, Comment


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    """Each row loads its post, then the post's category, then its author."""

    list_display = ["short_body", "category_name", "author_name", "approved", "created"]
    list_filter = ["approved"]
    # Django selects foreign keys that are columns by themselves, but not those behind a method.
    list_select_related = False
    list_per_page = 25
    raw_id_fields = ["post", "author", "reply_to"]
    actions = ["approve"]

    @admin.display(description="comment")
    def short_body(self, comment: Comment) -> str:
        return comment.body[:50]

    @admin.display(description="category")
    def category_name(self, comment: Comment) -> str:
        return comment.post.category.name

    @admin.display(description="author")
    def author_name(self, comment: Comment) -> str:
        return comment.author.get_full_name()

    @admin.action(description="Approve the selected comments")
    def approve(self, request: object, queryset: object) -> None:
        queryset.update(approved=True)  # type: ignore[attr-defined]


@admin.register(ApprovedComment)
class ApprovedCommentAdmin(CommentAdmin):
    """The same columns, their relations joined to the list's one query."""

    list_select_related = ["post__category", "author"]
