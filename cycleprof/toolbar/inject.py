"""Puts the script tag into whole HTML pages and says why where it does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest

from cycleprof.toolbar.csp import script_permission
from cycleprof.toolbar.encoding import EncodingError, compress, decompress
from cycleprof.toolbar.html import insert_tag, is_whole_page

_HTML = ("text/html", "application/xhtml+xml")
_DIGESTS = frozenset({"content-digest", "repr-digest", "content-md5", "digest"})
_USUAL = "text/html; charset=utf-8"
_LARGEST = 20_000_000


def inject(
    request: HttpRequest, response: Any, make_tag: Callable[[str | None], str]
) -> str | None:
    """Insert the tag into the body; where the response is to stay as it is, return the reason."""
    # Private, and read out once: each lookup in Django's mapping is three calls, and each item of
    # its iteration as well.
    store = response.headers._store  # noqa: SLF001
    headers = {name: value for name, (_, value) in store.items()}
    reason = _reason_by_status(response.status_code) or _reason_by_kind(request, response, headers)
    if reason is not None:
        return reason
    allowed, nonce = script_permission(headers.get("content-security-policy"))
    if not allowed:
        return "blocked-by-csp"
    encoding, charset = headers.get("content-encoding", "identity"), _charset(response, headers)
    try:
        body = decompress(response.content, encoding, _LARGEST)
        if not is_whole_page(body, charset, request.META.get("HTTP_SEC_FETCH_DEST")):
            return "fragment"
        response.content = compress(insert_tag(body, make_tag(nonce), charset), encoding)
    except EncodingError as error:
        return error.reason
    if "content-length" in headers:
        store["content-length"] = ("Content-Length", str(len(response.content)))
    return None


def _charset(response: Any, headers: Mapping[str, str]) -> str:
    """As the response says it: Django searches its headers anew each time that it is asked."""
    usual = headers.get("content-type") == _USUAL and response._charset is None  # noqa: SLF001 - likewise
    return "utf-8" if usual else str(response.charset)


def _reason_by_status(status: int) -> str | None:
    if status in {204, 304} or status < 200:  # noqa: PLR2004 - HTTP's own numbers
        return f"status-{status}"
    return "redirect" if 300 <= status < 400 else None  # noqa: PLR2004 - likewise


def _reason_by_kind(request: HttpRequest, response: Any, headers: Mapping[str, str]) -> str | None:
    if response.streaming:
        return "streaming"
    content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type not in _HTML:
        return f"not-html: {content_type or 'no content type'}"
    if headers.get("content-disposition", "").lower().startswith("attachment"):
        return "download"
    if request.method == "HEAD":
        return "head-request"
    if _is_background(request):
        return "background-request"
    return None if _DIGESTS.isdisjoint(headers) else "body-has-digest"


def _is_background(request: HttpRequest) -> bool:
    """Whether a script asked, not a person: then the answer is a piece of some page."""
    meta = request.META  # request.headers would be computed from it, for us alone
    return (
        "HTTP_HX_REQUEST" in meta
        or "HTTP_TURBO_FRAME" in meta
        or meta.get("HTTP_X_REQUESTED_WITH") == "XMLHttpRequest"
        or meta.get("HTTP_SEC_FETCH_DEST") == "empty"
    )
