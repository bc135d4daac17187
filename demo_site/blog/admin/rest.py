"""The other models, with little more than Django's defaults."""

from __future__ import annotations

from django.contrib import admin

from ..models import Category, Image, Impression, Like, Profile, Reaction, Tag, Visit


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ["name", "parent", "trail"]
    search_fields = ["name"]


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    search_fields = ["name"]


@admin.register(Profile)
class ProfileAdmin(admin.ModelAdmin):
    list_display = ["user", "home", "place"]
    list_select_related = ["user", "home"]


@admin.register(Reaction)
class ReactionAdmin(admin.ModelAdmin):
    list_display = ["word", "user", "content_type", "object_id"]
    list_filter = ["word"]


@admin.register(Visit)
class VisitAdmin(admin.ModelAdmin):
    """Rows of another database: the router sends the queries to the alias `archive`."""

    list_display = ["post_id", "at", "seconds", "referrer"]
    list_filter = ["referrer"]


admin.site.register([Image, Impression, Like])
