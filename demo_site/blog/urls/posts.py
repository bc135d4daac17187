"""URLs of posts: lists, one post, and writing."""

from __future__ import annotations

from django.urls import path

from ..views import editing, post_detail, posts

app_name = "posts"

urlpatterns = [
    path("", posts.PostList.as_view(), name="list"),
    path("fixed/", posts.FixedPostList.as_view(), name="fixed"),
    path("new/", editing.PostCreate.as_view(), name="new"),
    path("<int:pk>/", post_detail.post_by_pk, name="by_pk"),
    path("<slug:slug>/", post_detail.PostDetail.as_view(), name="detail"),
    path("<slug:slug>/edit/", editing.PostUpdate.as_view(), name="edit"),
    path("<slug:slug>/delete/", editing.PostDelete.as_view(), name="delete"),
    path("<slug:slug>/comments/", post_detail.add_comment, name="comment"),
]
