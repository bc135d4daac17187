"""The addresses of the tool's own pages, below wherever the application is mounted."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest

from cycleprof import assets
from cycleprof.conf import get_config


def prefix(request: HttpRequest) -> str:
    """The path under which the tool answers, as the browser sees it."""
    own = get_config().url_prefix
    return own if request.path == request.path_info else _mount(request) + own


def _mount(request: HttpRequest) -> str:
    """Where the application is mounted, such as ``/shop``, or the empty string.

    It comes from the server, which may have let the client choose: two slashes at its beginning
    would be the address of another host, and a line break the end of a header.
    """
    path, inner = request.path, request.path_info
    mount = path.removesuffix(inner).strip("/\\") if path.endswith(inner) else ""
    return f"/{quote(mount)}" if mount else ""


def asset(base: str, name: str) -> str:
    """The path of a front-end file below a :func:`prefix`; it changes when any of them does."""
    return f"{base}assets/{assets.version()}/{name}"
