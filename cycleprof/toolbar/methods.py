"""Which methods an address takes, and what a request that changes something must show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cycleprof.toolbar.answers import ApiError

View = Callable[..., HttpResponseBase]
REQUEST_HEADER = "X-Cycleprof-Request"


class Methods:
    """An address that takes other methods than GET, each with a view of its own."""

    def __init__(self, **views: View) -> None:
        self.views = {name.upper(): view for name, view in views.items()}


def run(
    request: HttpRequest, target: View | Methods, values: Mapping[str, Any]
) -> HttpResponseBase:
    """The answer of the view for the request's method.

    Raises:
        ApiError: the method is not possible here, or the request may come from elsewhere.
    """
    views = target.views if isinstance(target, Methods) else {"GET": target}
    method = "GET" if request.method == "HEAD" else str(request.method)
    if method not in views:
        hint = f"Use {' or '.join(views)}."
        message = f"{request.method} is not possible here"
        raise ApiError(405, "method-not-allowed", message, hint, Allow=", ".join(views))
    if method != "GET":
        _guard(request)
    return views[method](request, **values)


def _guard(request: HttpRequest) -> None:
    """Another site's page can neither set this header nor claim our origin."""
    if request.headers.get(REQUEST_HEADER) != "1":
        hint = f"Send the header {REQUEST_HEADER}: 1."
        raise ApiError(403, "header-missing", f"the header {REQUEST_HEADER} is missing", hint)
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    own = request.META.get("HTTP_HOST") or "unknown"
    # The scheme is left out: behind a proxy that ends TLS the server does not know it.
    foreign = origin is not None and urlsplit(origin).netloc != own
    if foreign or site not in {"same-origin", "none"}:
        hint = "Only cycleprof's own pages, or programs that are no browsers, may do this."
        raise ApiError(403, "cross-origin", "the request comes from another origin", hint)
