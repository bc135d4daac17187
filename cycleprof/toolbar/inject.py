"""Puts the script tag into whole HTML pages and says why where it does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest

from cycleprof.toolbar.csp import script_permission
from cycleprof.toolbar.encoding import EncodingError, compress, decompress
from cycleprof.toolbar.html import insert_tag, is_whole_page

_HTML = ("text/html", "application/xhtml+xml")
_DIGESTS = frozenset({"content-digest", "repr-digest", "content-md5", "digest"})
_USUAL = "text/html; charset=utf-8"
_LARGEST = 20_000_000
_OK = 200
_NONE = ("", "")
Headers = dict[str, tuple[str, str]]
"""Of a response, as Django has them: by the name in small letters, the name and the value."""


def inject(
    request: HttpRequest, response: Any, make_tag: Callable[[str | None], str]
) -> str | None:
    """Insert the tag into the body; where the response is to stay as it is, return the reason."""
    # Private: each lookup in Django's mapping is three calls.
    headers: Headers = response.headers._store  # noqa: SLF001
    status = response.status_code
    reason = None if status == _OK else _reason_by_status(status)
    reason = reason or _reason_by_kind(request, response, headers)
    if reason is not None:
        return reason
    nonce = None
    if "content-security-policy" in headers:
        allowed, nonce = script_permission(headers["content-security-policy"][1])
        if not allowed:
            return "blocked-by-csp"
    try:
        body = _with_tag(request, response, headers, partial(make_tag, nonce))
    except EncodingError as error:
        return error.reason
    if body is None:
        return "fragment"
    response.content = body
    if "content-length" in headers:
        headers["content-length"] = ("Content-Length", str(len(body)))
    return None


def _with_tag(
    request: HttpRequest, response: Any, headers: Headers, make_tag: Callable[[], str]
) -> bytes | None:
    """The body with the tag, in the encoding that it came in; None for a mere piece of a page."""
    encoding = headers["content-encoding"][1] if "content-encoding" in headers else None
    charset = _charset(response, headers)
    body: bytes = decompress(response.content, encoding or "identity", _LARGEST)
    if not is_whole_page(body, charset, request.META.get("HTTP_SEC_FETCH_DEST")):
        return None
    body = insert_tag(body, make_tag(), charset)
    return body if encoding is None else compress(body, encoding)


def _charset(response: Any, headers: Headers) -> str:
    """As the response says it: Django searches its headers anew each time that it is asked."""
    kind = headers.get("content-type", _NONE)[1]
    usual = kind == _USUAL and response._charset is None  # noqa: SLF001 - likewise
    return "utf-8" if usual else str(response.charset)


def _reason_by_status(status: int) -> str | None:
    if status in {204, 304} or status < 200:  # noqa: PLR2004 - HTTP's own numbers
        return f"status-{status}"
    return "redirect" if 300 <= status < 400 else None  # noqa: PLR2004 - likewise


def _reason_by_kind(request: HttpRequest, response: Any, headers: Headers) -> str | None:
    if response.streaming:
        return "streaming"
    kind = headers.get("content-type", _NONE)[1]
    if kind != _USUAL:
        content_type = kind.partition(";")[0].strip().lower()
        if content_type not in _HTML:
            return f"not-html: {content_type or 'no content type'}"
    disposition = headers.get("content-disposition")
    if disposition is not None and disposition[1].lower().startswith("attachment"):
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
