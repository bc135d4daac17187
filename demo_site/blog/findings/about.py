"""The texts around the content of a finding's page, found by the page's URL name."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from .marks import mark


def about(request: HttpRequest) -> dict[str, Any]:
    """Return the page's registry entry, its side, its source and the address of the other side."""
    from .registry import BY_SLUG  # the registry's views import what renders them

    match = request.resolver_match
    assert match is not None  # a page that is rendered was resolved
    slug, _, side = str(match.url_name).rpartition("-")
    other = "fixed" if side == "bad" else "bad"
    page = BY_SLUG[slug]
    return {
        "page": page,
        "side": side,
        "source": page.source(side),
        "cause": mark("trigger", slug),
        "change": mark("source", slug),
        "other": other,
        "other_url": reverse(f"findings:{slug}-{other}"),
    }
