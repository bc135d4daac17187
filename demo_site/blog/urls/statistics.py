"""URLs of the statistics."""

from __future__ import annotations

from django.urls import path

from ..views import statistics

app_name = "statistics"

urlpatterns = [
    path("", statistics.statistics, name="orm"),
    path("raw/", statistics.by_hand, name="raw"),
]
