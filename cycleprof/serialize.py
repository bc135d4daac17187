"""The wire format: profile and report to JSON documents and back. Nobody else knows its shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from cycleprof import model

if TYPE_CHECKING:
    from cycleprof.model import (
        BrowserInfo,
        Dropped,
        ExceptionInfo,
        Finding,
        Origin,
        Profile,
        Report,
        RequestInfo,
        ResponseInfo,
        Span,
        Summary,
    )

PROFILE_SCHEMA = "cycleprof.profile/1"
REPORT_SCHEMA = "cycleprof.report/1"

Document = dict[str, Any]


class DocumentError(ValueError):
    """A document that is no cycleprof profile, or one of a version that we cannot read."""


def profile_document(profile: Profile) -> Document:
    """The JSON document of a profile, as described by its schema."""
    return {
        "schema": PROFILE_SCHEMA,
        "id": profile.id,
        "kind": profile.kind,
        "name": profile.name,
        "started_at": profile.started_at,
        "duration_ns": profile.duration_ns,
        "request": _request(profile.request),
        "response": _response(profile.response),
        "exception": _exception(profile.exception),
        "spans": [_span(span) for span in profile.spans],
        "dropped": _dropped(profile.dropped),
        "overhead_ns": profile.overhead_ns,
        "versions": dict(profile.versions),
        "browser": browser_document(profile.browser),
    }


def browser_document(browser: BrowserInfo | None) -> Document | None:
    """The JSON document of what the browser measured."""
    if browser is None:
        return None
    return {**asdict(browser), "resources": [asdict(one) for one in browser.resources]}


def report_document(report: Report) -> Document:
    """The JSON document of a report; it holds the profile's."""
    return {
        "schema": REPORT_SCHEMA,
        "profile": profile_document(report.profile),
        "totals": asdict(report.totals),
        "stages": [asdict(stage) for stage in report.stages],
        "queries": [
            {**asdict(group), "span_ids": list(group.span_ids)} for group in report.queries
        ],
        "findings": [finding_document(finding) for finding in report.findings],
    }


def finding_document(finding: Finding) -> Document:
    """The JSON document of one finding."""
    document = {field.name: getattr(finding, field.name) for field in fields(finding)}
    document["span_ids"] = list(finding.span_ids)
    document["source"] = origin_document(finding.source)
    document["trigger"] = origin_document(finding.trigger)
    document["remedy"] = asdict(finding.remedy) if finding.remedy else None
    return document


def summary_document(summary: Summary) -> Document:
    """The JSON document of one row of a list."""
    document = asdict(summary)
    del document["started_ns"]
    return document


def _fields(thing: RequestInfo | ResponseInfo | Dropped) -> Document:
    """What ``asdict`` gives, without its copies of all that lies within, which take longer."""
    return {name: getattr(thing, name) for name in thing.__slots__}


def _dropped(dropped: Dropped) -> Document:
    lists = {"steps": list(dropped.steps), "stages": dict(dropped.stages)}
    return {**_fields(dropped), **lists}


def _request(request: RequestInfo | None) -> Document | None:
    if request is None:
        return None
    query = {name: list(values) for name, values in request.query.items()}
    return {**_fields(request), "headers": dict(request.headers), "query": query}


def _response(response: ResponseInfo | None) -> Document | None:
    return None if response is None else {**_fields(response), "headers": dict(response.headers)}


def _exception(error: ExceptionInfo | None) -> Document | None:
    if error is None:
        return None
    return {"type": error.type, "message": error.message, "origin": origin_document(error.origin)}


def _span(span: Span) -> Document:
    document: Document = {
        "id": span.id,
        "parent_id": span.parent_id,
        "stage": span.stage.value,
        "name": span.name,
        "start_ns": span.start_ns,
        "end_ns": span.end_ns,
        "thread": span.thread,
        "task": span.task,
        "status": span.status,
        "origin": origin_document(span.origin),
        "attributes": dict(span.attributes),
    }
    if span.overlay:
        document["overlay"] = True
    return document


def origin_document(origin: Origin | None) -> Document | None:
    """The JSON document of a line of source."""
    if origin is None:
        return None
    document: Document = {
        "file": origin.file,
        "line": origin.line,
        "function": origin.function,
    }
    if origin.template is not None:
        document["template"] = origin.template
    return document


def encode(document: Document) -> bytes:
    """Compact JSON in UTF-8. Text that is no valid Unicode is written as escapes and survives."""
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate, e.g. from an undecodable path
        return json.dumps(document, separators=(",", ":")).encode("ascii")


def size(profile: Profile) -> int:
    """How many bytes the profile's document takes."""
    return len(encode(profile_document(profile)))


def parse_profile(document: Any) -> Profile:
    """The profile that a document holds; a report's document will do as well.

    Raises:
        DocumentError: it is not a profile's document, or one of an unknown version.
    """
    if isinstance(document, Mapping) and document.get("schema") == REPORT_SCHEMA:
        document = document["profile"]
    schema = document.get("schema") if isinstance(document, Mapping) else None
    if schema != PROFILE_SCHEMA:
        message = f"expected a document with schema {PROFILE_SCHEMA!r}, found {schema!r}"
        raise DocumentError(message)
    try:
        return _profile(document)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"a damaged profile document: {type(error).__name__}: {error}"
        raise DocumentError(message) from error


def _profile(document: Mapping[str, Any]) -> Profile:
    request, response, dropped = (document[key] for key in ("request", "response", "dropped"))
    return model.Profile(
        id=document["id"],
        kind=document["kind"],
        name=document["name"],
        started_at=document["started_at"],
        duration_ns=document["duration_ns"],
        request=model.RequestInfo(**request) if request else None,
        response=model.ResponseInfo(**response) if response else None,
        exception=_parse_exception(document["exception"]),
        spans=tuple(_parse_span(span) for span in document["spans"]),
        dropped=model.Dropped(**{**dropped, "steps": tuple(dropped.get("steps", ()))}),
        overhead_ns=document["overhead_ns"],
        versions=document["versions"],
        browser=_parse_browser(document.get("browser")),
    )


def _parse_browser(document: Mapping[str, Any] | None) -> BrowserInfo | None:
    if not document:
        return None
    known = {
        "navigation": model.Navigation(**document["navigation"]),
        "resources": tuple(model.Resource(**one) for one in document["resources"]),
    }
    return model.BrowserInfo(**{**document, **known})


def _parse_span(document: Mapping[str, Any]) -> Span:
    known = {**document, "stage": model.Stage(document["stage"])}
    known["origin"] = _parse_origin(document["origin"])
    return model.Span(**known)


def _parse_origin(document: Mapping[str, Any] | None) -> Origin | None:
    return model.Origin(**document) if document else None


def _parse_exception(document: Mapping[str, Any] | None) -> ExceptionInfo | None:
    if not document:
        return None
    return model.ExceptionInfo(**{**document, "origin": _parse_origin(document["origin"])})


def _check_profile(given: object) -> None:
    if not isinstance(given, model.Profile):
        message = f"dump() takes a Profile, such as report.profile, not {type(given).__name__}"
        raise TypeError(message)


def dump(profile: Profile, target: str | Path | IO[Any]) -> None:
    """Write a profile's document to a path, or to a file open for text or bytes.

    Raises:
        TypeError: it is no profile.
    """
    _check_profile(profile)
    data = encode(profile_document(profile))
    if isinstance(target, str | Path):
        Path(target).write_bytes(data)
    elif "b" in getattr(target, "mode", "") or not hasattr(target, "encoding"):
        cast("IO[bytes]", target).write(data)
    else:
        cast("IO[str]", target).write(data.decode("utf-8"))


def load(source: str | Path | IO[Any]) -> Profile:
    """Read a profile from a path or an open file that holds a profile's or a report's document.

    Raises:
        DocumentError: the content is not JSON, or not a profile's document.
        OSError: the file cannot be read.
        TypeError: it is neither a path nor a file, but for example the content itself.
    """
    if not isinstance(source, str | Path) and not hasattr(source, "read"):
        message = f"load() takes a path or an open file, not {type(source).__name__}"
        raise TypeError(f"{message}; for content in memory give io.BytesIO(content)")
    data = Path(source).read_bytes() if isinstance(source, str | Path) else source.read()
    try:
        document = json.loads(data)
    except ValueError as error:
        message = f"not a JSON document: {error}"
        raise DocumentError(message) from error
    return parse_profile(document)
