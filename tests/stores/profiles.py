"""Profiles for tests of what is made of them: small, and each with just what the test names."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from typing import Any

from cycleprof.analysis import analyse
from cycleprof.model import (
    BrowserInfo,
    Navigation,
    Origin,
    Profile,
    RequestInfo,
    Resource,
    ResponseInfo,
    Span,
    Stage,
)
from cycleprof.stores import Entry, make_entry
from cycleprof.stores.summary import summarise

MS = 1_000_000


def new_id(started_ns: int) -> str:
    return f"{started_ns // 1_000_000:012x}{secrets.token_hex(10)}"


def query_span(span_id: int, sql: str, start_ns: int, end_ns: int) -> Span:
    attributes = {"db.query.text": sql, "cycleprof.alias": "default", "db.system.name": "sqlite"}
    return Span(
        id=span_id, parent_id=1, stage=Stage.DB, name=sql.partition(" ")[0], start_ns=start_ns,
        end_ns=end_ns, attributes=attributes, origin=Origin(file="blog/views.py", line=10),
    )  # fmt: skip


def make_profile(
    path: str = "/posts/",
    *,
    started_ns: int | None = None,
    duration_ns: int = 50_000_000,
    status: int = 200,
    queries: tuple[str, ...] = (),
    **changes: Any,
) -> Profile:
    """A request with one span for each of the queries, each lasting 1 µs, one after the other."""
    started_ns = time.time_ns() if started_ns is None else started_ns
    root = Span(
        id=1, parent_id=None, stage=Stage.SERVER, name=f"GET {path}", start_ns=0,
        end_ns=duration_ns,
    )  # fmt: skip
    spans = (
        query_span(index, sql, index * 1_000, index * 1_000 + 1_000)
        for index, sql in enumerate(queries, start=2)
    )
    values: dict[str, Any] = {
        "id": new_id(started_ns),
        "kind": "request",
        "name": f"GET {path}",
        "started_at": datetime.fromtimestamp(started_ns / 1e9, UTC).isoformat(),
        "duration_ns": duration_ns,
        "spans": (root, *spans),
        "request": RequestInfo(method="GET", path=path, route=path.lstrip("/"), view="blog.list"),
        "response": ResponseInfo(status=status, content_type="text/html", size_bytes=2_000),
    }
    return Profile(**{**values, **changes})


def entry(path: str = "/posts/", **changes: Any) -> Entry:
    """A profile that somebody has looked at already."""
    profile = make_profile(path, **changes)
    return make_entry(profile)._replace(summary=summarise(analyse(profile)))


def series(count: int, path: str = "/posts/", **changes: Any) -> list[Entry]:
    """Entries that began one second after the other, the oldest first, the last one just now."""
    now = time.time_ns()
    return [
        entry(path, started_ns=now - (count - 1 - index) * 1_000_000_000, **changes)
        for index in range(count)
    ]


def loading() -> BrowserInfo:
    """A page whose first byte came after 300 ms, with a style sheet and a paint after 330 ms."""
    return BrowserInfo(
        navigation=Navigation(
            type="navigate", request_start_ns=10 * MS, response_start_ns=300 * MS,
            response_end_ns=301 * MS, dom_interactive_ns=320 * MS,
            dom_content_loaded_ns=321 * MS, load_ns=350 * MS,
        ),
        first_paint_ns=330 * MS,
        first_contentful_paint_ns=330 * MS,
        largest_contentful_paint_ns=345 * MS,
        resources=(
            Resource(
                url="/static/site.css", kind="link", start_ns=305 * MS, end_ns=315 * MS,
                size_bytes=1_200, status=200,
            ),
        ),
    )  # fmt: skip
