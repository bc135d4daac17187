"""What a profile tells of its request and response, read after the fact and masked."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qs

from django.http import HttpRequest
from django.http.request import HttpHeaders

from cycleprof import redact
from cycleprof.cycle.exchange import Sent
from cycleprof.cycle.sensitive import sensitive_values
from cycleprof.cycle.stream import BodyCount, declared_size
from cycleprof.freeze import Facts
from cycleprof.runtime import VERSIONS

if TYPE_CHECKING:
    from cycleprof.model import RequestInfo, ResponseInfo

logger = logging.getLogger("cycleprof")

_MOST_FIELDS = 200


def gather(
    request: HttpRequest, sent: Sent | None, body: BodyCount, error: BaseException | None = None
) -> Facts:
    """The facts of a finished cycle. Touches nothing that the request computes on demand."""
    try:
        return _gather(request, sent, body, error)
    except Exception as failure:
        logger.exception("cycleprof could not read the request of a profile, which keeps no text")
        fault = {"instrument.facts": f"failed: {type(failure).__name__}"}
        return Facts(kind="request", name="(request)", versions={**VERSIONS, **fault}, unread=True)


def _gather(
    request: HttpRequest, sent: Sent | None, body: BodyCount, error: BaseException | None
) -> Facts:
    path = redact.text(request.path)
    return Facts(
        kind="request",
        name=f"{request.method} {path}",
        request=_request(request, path),
        response=_response(sent, body) if sent is not None else None,
        versions=VERSIONS,
        secrets=sensitive_values(request, error),
    )


def _request(request: HttpRequest, path: str) -> RequestInfo:
    from cycleprof.model import RequestInfo  # noqa: PLC0415 - nothing is gathered until then

    match = request.resolver_match
    meta = request.META
    protocol: Literal["wsgi", "asgi"] = "asgi" if hasattr(request, "scope") else "wsgi"
    return RequestInfo(
        method=str(request.method),
        path=path,
        route=match.route if match is not None else None,
        view=match._func_path if match is not None else None,  # noqa: SLF001 - as Django's debug page does
        url_name=match.view_name or None if match is not None else None,
        scheme=str(meta.get("wsgi.url_scheme") or _asgi(request, "scheme") or "http"),
        http_version=_http_version(request),
        headers=redact.mapping(_headers(meta)),
        query=_query(str(meta.get("QUERY_STRING", ""))),
        protocol=protocol,
    )


def _headers(meta: Mapping[str, Any]) -> dict[str, str]:
    """As ``request.headers`` has them, which the application may not have asked for."""
    return {name: meta[key] for key in meta if (name := _header_name(key))}


@lru_cache(maxsize=512)
def _header_name(key: str) -> str | None:
    name: str | None = HttpHeaders.parse_header_name(key)
    return name


def _asgi(request: HttpRequest, key: str) -> Any:
    return getattr(request, "scope", {}).get(key)


def _http_version(request: HttpRequest) -> str | None:
    version = _asgi(request, "http_version") or request.META.get("SERVER_PROTOCOL", "")
    return str(version).removeprefix("HTTP/") or None


def _query(text: str) -> dict[str, list[str]]:
    try:
        pairs = parse_qs(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:  # more fields than that, which the application may have refused as well
        return {}
    return redact.lists(pairs.items())


def _response(sent: Sent, body: BodyCount) -> ResponseInfo:
    from cycleprof.model import ResponseInfo  # noqa: PLC0415 - likewise

    return ResponseInfo(
        status=sent.status,
        content_type=sent.headers.get("Content-Type"),
        size_bytes=body.size if body.size is not None else declared_size(sent.headers),
        streaming=sent.streaming,
        first_byte_ns=body.first_ns,
        headers=redact.mapping(dict(sent.headers)),
    )
