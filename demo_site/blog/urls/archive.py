"""URLs of the archive by year and month, matched by regular expressions."""

from __future__ import annotations

from django.urls import re_path

from ..views import browse

app_name = "archive"

urlpatterns = [
    re_path(r"^(?P<year>[0-9]{4})/$", browse.YearPosts.as_view(), name="year"),
    re_path(
        r"^(?P<year>[0-9]{4})/(?P<month>0[1-9]|1[0-2])/$", browse.MonthPosts.as_view(), name="month"
    ),
]
