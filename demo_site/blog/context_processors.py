"""What every page's header needs; it reads no database."""

from __future__ import annotations

from django.http import HttpRequest

SITE_NAME = "Field Notes"


def site(request: HttpRequest) -> dict[str, str]:
    return {"site_name": SITE_NAME, "section": request.path.strip("/").split("/")[0]}
