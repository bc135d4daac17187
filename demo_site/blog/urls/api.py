"""URLs of the JSON API."""

from __future__ import annotations

from django.urls import path

from ..views import api

app_name = "api"

urlpatterns = [
    path("posts/", api.post_list, name="posts"),
    path("posts/<int:pk>/", api.PostResource.as_view(), name="post"),
    path("posts/<int:pk>/like/", api.LikeResource.as_view(), name="like"),
    path("dump/", api.dump, name="dump"),
]
