"""How a request came: what the browser and its libraries say of it in their headers."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from cycleprof.model import RequestInfo, ResponseInfo

_DESTINATIONS = {"document": "page", "empty": "fetch", "iframe": "frame"}


def via(request: RequestInfo) -> str:
    """A word: page, fetch, htmx, turbo, frame, prefetch, a kind of asset, or client.

    ``client`` is what is no browser, as far as its headers tell.
    """
    headers = {name.lower(): value for name, value in request.headers.items()}
    accept = headers.get("accept", "")
    if "hx-request" in headers:
        return "htmx"
    if "turbo-frame" in headers or "x-turbo-request-id" in headers or "turbo-stream" in accept:
        return "turbo"
    if "prefetch" in headers.get("sec-purpose", headers.get("purpose", "")):
        return "prefetch"
    destination = headers.get("sec-fetch-dest")
    if destination is not None:
        return _DESTINATIONS.get(destination, destination)
    return _guess(headers, accept)


def _guess(headers: Mapping[str, str], accept: str) -> str:
    """Where the browser says nothing, as on pages of insecure origins."""
    if headers.get("x-requested-with", "").lower() == "xmlhttprequest":
        return "fetch"
    if not headers.get("user-agent", "").startswith("Mozilla/"):
        return "client"
    return "page" if "text/html" in accept else "fetch"


def location(request: RequestInfo, response: ResponseInfo | None) -> str | None:
    """The path on this site that a redirect leads to; None for what is none, or leads away."""
    if response is None or not 300 <= response.status < 400:  # noqa: PLR2004 - HTTP's own numbers
        return None
    headers = {name.lower(): value for name, value in response.headers.items()}
    target = headers.get("location")
    if target is None:
        return None
    own = {name.lower(): value for name, value in request.headers.items()}.get("host", "")
    try:
        found = urlsplit(urljoin(f"{request.scheme}://{own}{request.path}", target))
    except ValueError:  # no address at all
        return None
    return found.path or "/" if found.netloc == own else None
