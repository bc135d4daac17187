"""CP040: one outgoing HTTP request after another to the same kind of address."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator

from cycleprof.analysis.case import Case
from cycleprof.analysis.compose import at
from cycleprof.analysis.identity import finding_fingerprint, place
from cycleprof.analysis.loops import loop_line, way
from cycleprof.analysis.tree import covered
from cycleprof.model import Finding, Remedy, Span, Stage
from cycleprof.model.said import said

CODE = "CP040"
_LONG_NS = 1_000_000_000
_SEQUENTIAL = 0.8
"""Requests that together take this share of their sum follow one another, rather than overlap."""
_VALUE = re.compile(r"/(?:\d+|[0-9a-fA-F-]{16,}|[^/]*\d{3,}[^/]*)(?=/|$)")


def detect(case: Case) -> Iterator[Finding]:
    """One finding per method, host, path template and function that sends them."""
    sent: dict[tuple[str, str, str, Hashable], list[Span]] = {}
    for span in _requests(case):
        sent.setdefault((*_address(span), way(span)), []).append(span)
    for key, spans in sent.items():
        total = sum(span.duration_ns for span in spans)
        many = len(spans) >= case.thresholds.http_requests
        if many and covered(spans) >= _SEQUENTIAL * total:
            yield _finding(key, spans)


def _requests(case: Case) -> Iterator[Span]:
    """The outermost requests: a library may send its own through another one."""
    ids = {span.id for span in case.profile.spans if span.stage is Stage.HTTP}
    for span in case.profile.spans:
        if span.id in ids and span.parent_id not in ids:
            yield span


def _address(span: Span) -> tuple[str, str, str]:
    attributes = span.attributes
    path = attributes.get("url.template") or attributes.get("cycleprof.http.path") or ""
    return (
        str(attributes.get("http.request.method", "")),
        str(attributes.get("server.address", "")),
        _VALUE.sub("/{}", str(path)),
    )


def _finding(key: tuple[str, str, str, Hashable], spans: list[Span]) -> Finding:
    method, host, path, _ = key
    first = spans[0]
    trigger = loop_line(first) or first.origin
    cost = sum(span.duration_ns for span in spans)
    return Finding(
        code=CODE,
        rule="http-in-loop",
        severity="error" if cost >= _LONG_NS else "warning",
        confidence="exact" if path else "likely",
        title=said(
            "{n} requests to {host}, one after the other",
            n=len(spans),
            host=host or said("another server"),
        ),
        detail=said(
            "{line} sends {request} {n} times, and waits {time} ms in all.",
            line=at(trigger),
            request=f"{method} {host}{path}",
            n=len(spans),
            time=f"{cost / 1e6:.0f}",
        ),
        count=len(spans),
        cost_ns=cost,
        fingerprint=finding_fingerprint(CODE, method, host, path, place(trigger)),
        span_ids=tuple(span.id for span in spans),
        trigger=trigger,
        remedy=Remedy(
            kind="none",
            text=said(
                "Ask for all of them in one request if the service can answer it, else keep the "
                "answers in the cache, or send the requests at the same time."
            ),
            expected_queries=None,
        ),
    )
