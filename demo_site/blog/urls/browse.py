"""URLs of browsing: path, UUID and own converters, and a nested include with its own namespace."""

from __future__ import annotations

from django.urls import include, path, register_converter

from ..converters import QuarterConverter
from ..views import browse

app_name = "browse"

register_converter(QuarterConverter, "quarter")

urlpatterns = [
    path("categories/<path:trail>/", browse.CategoryPosts.as_view(), name="category"),
    path("tags/<uuid:pk>/", browse.TagPosts.as_view(), name="tag"),
    path("quarters/<quarter:quarter>/", browse.QuarterPosts.as_view(), name="quarter"),
    path("archive/", include("blog.urls.archive")),
]
