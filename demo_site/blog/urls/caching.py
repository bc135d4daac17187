"""URLs of the cached pages."""

from __future__ import annotations

from django.urls import path

from ..views import caching

app_name = "caching"

urlpatterns = [
    path("page/", caching.whole_page, name="page"),
    path("by-hand/", caching.by_hand, name="by_hand"),
    path("fragment/", caching.fragment, name="fragment"),
    path("files/", caching.in_files, name="files"),
]
