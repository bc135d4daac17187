"""The standalone pages: a shell that says whose data to draw; JavaScript draws it."""

from __future__ import annotations

from html import escape

from django.http import HttpRequest, HttpResponse

from cycleprof.toolbar.answers import private
from cycleprof.toolbar.links import asset, prefix
from cycleprof.toolbar.reader import language_of

_SHELL = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{style}">
<script type="module" src="{script}"></script>
</head>
<body>
<div id="cycleprof" data-prefix="{prefix}" data-id="{profile_id}" data-language="{language}"></div>
<noscript>JavaScript draws this page. The data itself: <a href="{data}">{data}</a></noscript>
</body>
</html>
"""


def show_list(request: HttpRequest) -> HttpResponse:
    """All profiles, live."""
    return _page(request, "Profiles · cycleprof", "", "api/profiles")


def show_profile(request: HttpRequest, profile_id: str) -> HttpResponse:
    """One profile; also where it is not there yet, since the script says so better."""
    return _page(request, "Profile · cycleprof", profile_id, f"api/profiles/{profile_id}")


def _page(request: HttpRequest, title: str, profile_id: str, data: str) -> HttpResponse:
    text = _SHELL.format(
        title=title,
        style=escape(asset(prefix(request), "page.css")),
        script=escape(asset(prefix(request), "page.js")),
        prefix=escape(prefix(request)),
        profile_id=escape(profile_id),
        language=language_of(request),
        data=escape(prefix(request) + data),
    )
    return private(HttpResponse(text, content_type="text/html; charset=utf-8"))
