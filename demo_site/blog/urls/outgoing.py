"""URLs of the pages that ask another service by HTTPX, where it is installed."""

from __future__ import annotations

from django.urls import path

from ..views import outgoing

app_name = "outgoing"

urlpatterns = [
    path("sync/", outgoing.one_by_one, name="sync"),
    path("async/", outgoing.awaited, name="async"),
]
