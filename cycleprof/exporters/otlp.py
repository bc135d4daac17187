"""``otlp``: an OTLP/JSON trace, as a collector takes it at ``/v1/traces``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from cycleprof.exporters._format import VERSION_KEY, Format
from cycleprof.model import Profile, Report, Span, Stage

_SEMANTICS = "https://opentelemetry.io/schemas/1.44.0"
_INTERNAL, _SERVER, _CLIENT, _PRODUCER = 1, 2, 3, 4
_KINDS = {
    Stage.DB: _CLIENT,
    Stage.CACHE: _CLIENT,
    Stage.HTTP: _CLIENT,
    Stage.MAIL: _CLIENT,
    Stage.TASK: _PRODUCER,
}
_ERROR = 2
_SERVER_ERROR = 500


def render(reports: Sequence[Report]) -> str:
    return json.dumps({"resourceSpans": [_resource(report.profile) for report in reports]}) + "\n"


def _resource(profile: Profile) -> dict[str, Any]:
    resource = {
        "service.name": "django",
        "process.runtime.name": "cpython",
        "process.runtime.version": profile.versions.get("python"),
    }
    return {
        "resource": {"attributes": list(_attributes(resource))},
        "scopeSpans": [
            {
                "scope": {"name": "cycleprof", "version": profile.versions.get(VERSION_KEY, "")},
                "schemaUrl": _SEMANTICS,
                "spans": [_span(span, profile) for span in profile.spans],
            }
        ],
    }


def _span(span: Span, profile: Profile) -> dict[str, Any]:
    started = unix_ns(profile.started_at)
    is_root = span.parent_id is None
    document: dict[str, Any] = {
        "traceId": profile.id.rjust(32, "0"),
        "spanId": span_id(profile, span.id),
        "name": _text(_root_name(profile) if is_root else span.name),
        "kind": _SERVER if is_root and profile.request else _KINDS.get(span.stage, _INTERNAL),
        "startTimeUnixNano": str(started + span.start_ns),
        "endTimeUnixNano": str(started + span.end_ns),
        "attributes": list(_attributes(_facts(span, profile))),
        "status": {"code": _ERROR} if _has_failed(span, profile) else {},
    }
    if span.parent_id is not None:
        document["parentSpanId"] = span_id(profile, span.parent_id)
    return document


def unix_ns(started_at: str) -> int:
    """Nanoseconds since 1970 of an ISO 8601 time, whose seconds have at most six decimals."""
    moment = datetime.fromisoformat(started_at)
    return (
        int(moment.replace(microsecond=0).timestamp()) * 1_000_000_000 + moment.microsecond * 1_000
    )


def span_id(profile: Profile, number: int) -> str:
    """16 hexadecimal digits that no other span has, in this profile or another."""
    return blake2b(f"{profile.id}/{number}".encode(), digest_size=8).hexdigest()


def _root_name(profile: Profile) -> str:
    request = profile.request
    if request is None:
        return profile.name
    return f"{request.method} {request.route}" if request.route else request.method


def _has_failed(span: Span, profile: Profile) -> bool:
    if span.parent_id is None and profile.response is not None:
        return profile.response.status >= _SERVER_ERROR  # a 4xx is the client's fault
    return span.status == "error"


def _facts(span: Span, profile: Profile) -> dict[str, Any]:
    facts: dict[str, Any] = {**span.attributes, "cycleprof.stage": span.stage.value}
    if span.stage is Stage.DB and "db.query.text" in facts:
        facts["db.query.summary"] = span.name
    if span.overlay:
        facts["cycleprof.overlay"] = True
    if span.origin is not None:
        facts["code.file.path"] = span.origin.file
        facts["code.line.number"] = span.origin.line
        facts["code.function.name"] = span.origin.function
    return facts | (_request(profile) if span.parent_id is None else {})


def _request(profile: Profile) -> dict[str, Any]:
    request, response = profile.request, profile.response
    if request is None:
        return {}
    return {
        "http.request.method": request.method,
        "url.path": request.path,
        "url.scheme": request.scheme,
        "http.route": request.route,
        "network.protocol.version": request.http_version,
        "http.response.status_code": response.status if response else None,
        "http.response.body.size": response.size_bytes if response else None,
        "error.type": profile.exception.type if profile.exception else None,
    }


def _attributes(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for key, value in values.items():
        if value is not None:
            yield {"key": key, "value": _value(value)}


def _value(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):  # before int, which it is as well
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, list):
        return {"arrayValue": {"values": [_value(item) for item in value]}}
    return {"stringValue": _text(value)}


def _text(value: object) -> str:
    """Valid Unicode, which protobuf insists on."""
    return str(value).encode("utf-8", "backslashreplace").decode()


FORMAT = Format("otlp", ".otlp.json", "application/json", "OpenTelemetry (OTLP/JSON)", render)
