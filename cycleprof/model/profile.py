"""The record of one cycle: its spans, and what was asked and answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from cycleprof.model.browser import BrowserInfo
    from cycleprof.model.span import Origin, Span
    from cycleprof.model.stage import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestInfo:
    """What was asked. ``route`` is None where no URL pattern matched; values arrive masked."""

    method: str
    path: str
    route: str | None = None
    view: str | None = None
    url_name: str | None = None
    scheme: str = "http"
    http_version: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, list[str]] = field(default_factory=dict)
    protocol: Literal["wsgi", "asgi"] = "wsgi"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseInfo:
    """What was answered.

    ``size_bytes`` is the body as the application made it, without what cycleprof added, and None
    where a stream was not read. ``first_byte_ns`` is when the first part of the body was ready.
    """

    status: int
    content_type: str | None = None
    size_bytes: int | None = None
    streaming: bool = False
    first_byte_ns: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionInfo:
    """The exception that the application let out of its view."""

    type: str
    message: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """What a profile lost to its limits. ``steps`` names each reduction that was applied.

    ``stages`` tells how many spans of each stage there was no room for: all that is known of them.
    ``spans`` counts those as well that began after the end.
    """

    spans: int = 0
    bytes: int = 0
    steps: tuple[str, ...] = ()
    stages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The record of one cycle. ``spans`` is a tree in order of start; its first span is the root.

    ``started_at`` is an ISO 8601 time in UTC. ``overhead_ns`` is the time that cycleprof itself
    took inside the cycle. ``browser`` arrives later than the rest, if a browser shows the page.
    """

    id: str
    kind: Kind
    name: str
    started_at: str
    duration_ns: int
    spans: tuple[Span, ...]
    request: RequestInfo | None = None
    response: ResponseInfo | None = None
    exception: ExceptionInfo | None = None
    dropped: Dropped = field(default_factory=Dropped)
    overhead_ns: int = 0
    versions: Mapping[str, str] = field(default_factory=dict)
    browser: BrowserInfo | None = None
