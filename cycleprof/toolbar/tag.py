"""The one tag that a page gets."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from cycleprof.conf import DEFAULT_KEY, get_config
from cycleprof.editors import shortcut
from cycleprof.toolbar.links import asset


def script_tag(base: str, profile_id: str, elapsed_ns: int, queries: int, nonce: str | None) -> str:
    """An external script that carries the id and what the closed badge shows first; ASCII.

    ``base`` is the path under which the tool answers.
    """
    own = f' nonce="{escape(nonce)}"' if nonce else ""
    key = get_config().key
    if key != DEFAULT_KEY:
        own += f' data-cycleprof-key="{shortcut(key) if key else ""}"'
    return (
        f'<script async="" src="{_source(base)}"'
        f' data-cycleprof-id="{profile_id}" data-cycleprof-ms="{elapsed_ns / 1e6:.2f}"'
        f' data-cycleprof-queries="{queries}"{own}></script>'
    )


@lru_cache(maxsize=64)
def _source(base: str) -> str:
    return escape(asset(base, "panel.js"))
