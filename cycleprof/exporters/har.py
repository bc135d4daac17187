"""``har``: the request, and those that it made itself, as HAR 1.2."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from cycleprof.exporters._format import VERSION_KEY, Format
from cycleprof.model import Profile, Report, Span, Stage

_METHOD, _URL = "http.request.method", "url.full"
_PHRASES = {status.value: status.phrase for status in HTTPStatus}
_STATUS, _SIZE = "http.response.status_code", "http.response.body.size"


def render(reports: Sequence[Report]) -> str:
    version = reports[0].profile.versions.get(VERSION_KEY, "unknown")
    entries = [entry for report in reports for entry in _entries(report)]
    log = {
        "version": "1.2",
        "creator": {"name": "cycleprof", "version": version},
        "entries": sorted(entries, key=lambda entry: str(entry["startedDateTime"])),
    }
    return json.dumps({"log": log}, indent=2) + "\n"


def _entries(report: Report) -> Iterator[dict[str, Any]]:
    profile = report.profile
    if profile.request is not None:
        yield {
            **_entry(profile, 0, profile.duration_ns, _wait_ns(profile)),
            "request": _request(profile),
            "response": _response(profile),
            "_cycleprof": {
                "id": profile.id,
                "queries": report.totals.queries,
                "findings": [finding.code for finding in report.findings],
            },
        }
    for span in profile.spans:
        if span.stage is Stage.HTTP and _URL in span.attributes:
            yield _outgoing(profile, span)


def _wait_ns(profile: Profile) -> int:
    first = profile.response.first_byte_ns if profile.response else None
    return profile.duration_ns if first is None else min(first, profile.duration_ns)


def _entry(profile: Profile, start_ns: int, duration_ns: int, wait_ns: int) -> dict[str, Any]:
    started = datetime.fromisoformat(profile.started_at).astimezone(UTC)
    moment = started + timedelta(microseconds=start_ns // 1_000)
    return {
        "startedDateTime": moment.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "time": _ms(duration_ns),
        "cache": {},
        "timings": {"send": 0, "wait": _ms(wait_ns), "receive": _ms(duration_ns - wait_ns)},
    }


def _ms(ns: int) -> float:
    """Milliseconds with six decimals, which are the nanoseconds."""
    return round(ns / 1e6, 6)


def _request(profile: Profile) -> dict[str, Any]:
    request = profile.request
    assert request is not None  # noqa: S101 - asked only for profiles of requests
    host = next((v for k, v in request.headers.items() if k.lower() == "host"), "localhost")
    query = [
        {"name": name, "value": value} for name, values in request.query.items() for value in values
    ]
    return {
        "method": request.method,
        "url": f"{request.scheme}://{host}{request.path}",
        "httpVersion": _version(request.http_version),
        "cookies": [],
        "headers": _headers(request.headers),
        "queryString": query,
        "headersSize": -1,
        "bodySize": -1,
    }


def _response(profile: Profile) -> dict[str, Any]:
    response = profile.response
    headers = dict(response.headers) if response else {}
    size = response.size_bytes if response and response.size_bytes is not None else 0
    status = response.status if response else 0
    version = _version(profile.request.http_version if profile.request else None)
    return {
        **_answer(status, size, version),
        "headers": _headers(headers),
        "content": {
            "size": size,
            "mimeType": (response.content_type if response else None) or "x-unknown",
        },
        "redirectURL": next((v for k, v in headers.items() if k.lower() == "location"), ""),
    }


def _outgoing(profile: Profile, span: Span) -> dict[str, Any]:
    values = span.attributes
    size, status = _whole(values.get(_SIZE)), _whole(values.get(_STATUS))
    return {
        **_entry(profile, span.start_ns, span.duration_ns, span.duration_ns),
        "request": {
            "method": str(values.get(_METHOD) or "GET"),
            "url": str(values[_URL]),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [],
            "queryString": [],
            "headersSize": -1,
            "bodySize": -1,
        },
        "response": _answer(status, size, "HTTP/1.1"),
        "_cycleprof": {"id": profile.id, "span": span.id},
    }


def _answer(status: int, size: int, version: str) -> dict[str, Any]:
    return {
        "status": status,
        "statusText": _phrase(status),
        "httpVersion": version,
        "cookies": [],
        "headers": [],
        "content": {"size": size, "mimeType": "x-unknown"},
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": size,
    }


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _phrase(status: int) -> str:
    return _PHRASES.get(status, "")


def _version(version: str | None) -> str:
    return f"HTTP/{version}" if version else "unknown"


def _headers(headers: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers.items()]


FORMAT = Format("har", ".har", "application/json", "HTTP archive", render)
