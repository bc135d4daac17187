"""URLs of the findings: a bad and a fixed page for each, and their list."""

from __future__ import annotations

from django.urls import URLPattern, path

from ..findings.page import FindingPage
from ..findings.registry import PAGES
from ..views import home

app_name = "findings"


def _pair(page: FindingPage) -> list[URLPattern]:
    return [
        path(f"{page.slug}/{side}/", page.view(side), name=f"{page.slug}-{side}")
        for side in ("bad", "fixed")
    ]


urlpatterns = [
    path("", home.findings, name="index"),
    *(pattern for page in PAGES for pattern in _pair(page)),
]
