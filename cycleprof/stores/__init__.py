"""The stores: one file per backend, all behind the same small protocol."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cycleprof.lazy import LOADING, offer

if TYPE_CHECKING:
    from cycleprof.stores._base import Entry, Store, StoreError
    from cycleprof.stores.growing import with_growth
    from cycleprof.stores.judging import Found, Slice, keep_to, look_up
    from cycleprof.stores.query import Query, QueryError, parse_query
    from cycleprof.stores.retention import Retention
    from cycleprof.stores.summary import make_entry
    from cycleprof.stores.writer import Writer

__all__ = [
    "Entry",
    "Found",
    "Query",
    "QueryError",
    "Retention",
    "Slice",
    "Store",
    "StoreError",
    "Writer",
    "default_path",
    "keep_to",
    "look_up",
    "make_entry",
    "open_store",
    "parse_query",
    "with_growth",
]

# The first request of a process opens a store and hands a recording to the writer: the rest waits.
__getattr__ = offer(
    __name__,
    {
        "Entry": "_base",
        "Found": "judging",
        "Query": "query",
        "QueryError": "query",
        "Retention": "retention",
        "Slice": "judging",
        "Store": "_base",
        "StoreError": "_base",
        "Writer": "writer",
        "keep_to": "judging",
        "look_up": "judging",
        "make_entry": "summary",
        "parse_query": "query",
        "with_growth": "growing",
    },
)


def default_path(base_dir: Path) -> Path:
    """Where profiles are kept unless the settings say otherwise."""
    return base_dir / ".cycleprof" / "profiles.db"


def _open_sqlite(location: str, base_dir: Path) -> Store:
    with LOADING:
        from cycleprof.stores.sqlite import SqliteStore  # noqa: PLC0415 - one kind is in use

    path = unquote(location.removeprefix("/"))
    return SqliteStore(base_dir / path if path else default_path(base_dir))


def _open_memory(_location: str, _base_dir: Path) -> Store:
    with LOADING:
        from cycleprof.stores.memory import MemoryStore  # noqa: PLC0415 - likewise

    return MemoryStore()


def _open_redis(location: str, _base_dir: Path) -> Store:
    with LOADING:
        from cycleprof.stores.redis import RedisStore  # noqa: PLC0415 - needs the extra of that name

    return RedisStore(f"redis://{location}")


STORES: dict[str, Callable[[str, Path], Store]] = {
    "sqlite": _open_sqlite,
    "memory": _open_memory,
    "redis": _open_redis,
}


def open_store(url: str, base_dir: Path, *, fallback: bool = True) -> Store:
    """The store that a URL names.

    ``sqlite:///a/b.db`` is below the base folder, with four slashes it is absolute.

    With ``fallback`` a store that fails gives a warning, and one in memory takes over; without it
    its methods raise :class:`StoreError`.

    Raises:
        ValueError: there is no such kind of store, or what it needs is not installed.
    """
    scheme, separator, location = url.partition("://")
    if not separator or scheme not in STORES:
        known = ", ".join(f"{name}://" for name in STORES)
        raise ValueError(f"no store for {url!r}; known kinds are {known}")
    store = STORES[scheme](location, base_dir)
    if not fallback or scheme == "memory":
        return store
    with LOADING:
        from cycleprof.stores.fallback import FallbackStore  # noqa: PLC0415 - likewise

    return FallbackStore(store)
