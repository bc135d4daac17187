"""Answers of the tool itself: JSON, errors, and the headers that each of them carries."""

from __future__ import annotations

from typing import Any, TypeVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from cycleprof import serialize

R = TypeVar("R", bound=HttpResponseBase)

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


class ApiError(Exception):
    """A request that the API cannot answer; ``hint`` says what to do."""

    def __init__(self, status: int, code: str, message: str, hint: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers
        self.document = {"error": {"code": code, "message": message, "hint": hint}}


def json_answer(document: dict[str, Any], status: int = 200) -> HttpResponse:
    """A JSON document that no cache keeps."""
    response = HttpResponse(
        serialize.encode(document), status=status, content_type="application/json"
    )
    return private(response)


def private(response: R) -> R:
    """For the one who asked only: not cached, not framed, not sniffed, not read cross-origin."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Cookie, Host, Origin, Sec-Fetch-Site, Sec-Fetch-Mode"
    return _hardened(response)


def public_forever(response: R) -> R:
    """For a file whose address changes with its content."""
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return _hardened(response)


def _hardened(response: R) -> R:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Content-Security-Policy"] = _PAGE_POLICY
    return response
