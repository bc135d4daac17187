"""URLs of the pages about templates."""

from __future__ import annotations

from django.urls import path

from ..views import templating

app_name = "templates"

urlpatterns = [
    path("inheritance/", templating.Inheritance.as_view(), name="inheritance"),
    path("tags/", templating.tags_and_filters, name="tags"),
    path("deferred/", templating.deferred, name="deferred"),
    path("jinja2/", templating.JinjaPostList.as_view(), name="jinja2"),
]
