"""The stores: one file per backend, all behind the same small protocol."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from cycleprof.lazy import LOADING
from cycleprof.stores._base import Entry, Store, StoreError
from cycleprof.stores.fallback import FallbackStore
from cycleprof.stores.growing import with_growth
from cycleprof.stores.judging import Found, Slice, keep_to, look_up
from cycleprof.stores.memory import MemoryStore
from cycleprof.stores.query import Query, QueryError, parse_query
from cycleprof.stores.retention import Retention
from cycleprof.stores.sqlite import SqliteStore
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


def default_path(base_dir: Path) -> Path:
    """Where profiles are kept unless the settings say otherwise."""
    return base_dir / ".cycleprof" / "profiles.db"


def _open_sqlite(location: str, base_dir: Path) -> Store:
    path = unquote(location.removeprefix("/"))
    return SqliteStore(base_dir / path if path else default_path(base_dir))


def _open_memory(_location: str, _base_dir: Path) -> Store:
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
    return FallbackStore(store) if fallback and scheme != "memory" else store
