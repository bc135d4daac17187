"""URLs of the API that Django REST framework serves, where it is installed."""

from __future__ import annotations

from django.urls import path

from ..views import rest

app_name = "rest"

urlpatterns = [
    path("posts/", rest.PostList.as_view(), name="posts"),
    path("tags/", rest.TagList.as_view(), name="tags"),
]
