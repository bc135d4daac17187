"""The pages that are measured, and how many requests of each make a batch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Page:
    """``batch`` is chosen so that Django alone takes some 50 to 100 ms for it."""

    path: str
    title: str
    batch: int
    asgi: bool = False


PAGES: dict[str, Page] = {
    "trivial": Page(path="/trivial/", title="trivial", batch=150),
    "list": Page(path="/list/", title="list of 50, 2 queries", batch=12),
    "n+1": Page(path="/n+1/", title="N+1, 101 queries", batch=2),
    "cursor": Page(path="/cursor/", title="1,000 cursor queries", batch=2),
    "orm": Page(path="/orm/", title="300 ORM queries", batch=1),
    "template": Page(path="/template/", title="200 includes, 2,000 nodes", batch=6),
    "jinja2": Page(path="/jinja2/", title="Jinja2, 200 includes", batch=20),
    "json": Page(path="/json/", title="JSON, 1 query", batch=50),
    "async": Page(path="/async/", title="async, 6 queries", batch=15, asgi=True),
    "cache": Page(path="/cache/", title="200 cache operations", batch=20),
    "admin": Page(path="/admin/project/book/", title="admin change list", batch=2),
    "stream": Page(path="/stream/", title="stream of 100", batch=30),
}
