"""The admin's change list is one of the benchmark's pages."""

from __future__ import annotations

from django.contrib import admin

from tests.benchmarks.project.models import Book


@admin.register(Book)
class BookAdmin(admin.ModelAdmin):
    list_display = ("title", "pages", "author", "publisher")
    list_filter = ("publisher",)
    list_select_related = ("author", "publisher")
    search_fields = ("title",)
