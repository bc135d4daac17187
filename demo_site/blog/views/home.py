"""The index: every page of the demo, and what to look for on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ..catalogue import SECTIONS
from ..catalogue.samples import samples
from ..findings.page import FindingPage
from ..findings.registry import PAGES


def index(request: HttpRequest) -> HttpResponse:
    found = samples()
    sections = [
        (section.title, [(entry, entry.url(found)) for entry in section.entries])
        for section in SECTIONS
        if found
    ]
    return render(request, "blog/index.html", {"sections": sections, "findings": _links()})


def findings(request: HttpRequest) -> HttpResponse:
    return render(request, "blog/findings/index.html", {"findings": _links()})


def _links() -> list[tuple[FindingPage, str, str]]:
    return [
        (page, reverse(f"findings:{page.slug}-bad"), reverse(f"findings:{page.slug}-fixed"))
        for page in PAGES
    ]
