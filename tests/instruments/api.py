"""An address for the API that the tests of REST framework use."""

from __future__ import annotations

from django.urls import path

from tests.instruments.test_rest_framework import Posts

urlpatterns = [path("posts/", Posts.as_view())]
