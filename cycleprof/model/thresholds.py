"""From where on findings speak."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From where on a detector speaks. Times in nanoseconds, the rest are counts."""

    slow_query_ns: int = 100_000_000
    duplicate_queries: int = 3
    repeats: int = 5
    """Of look-ups and writes whose instances are not known: CP005, CP006, CP008."""
    instances: int = 1_000
    """That one queryset may make: CP022."""
    list_values: int = 1_000
    """That an IN list may hold: CP023."""
    transaction_ns: int = 500_000_000
    """For which a transaction may be open: CP031."""
    http_requests: int = 3
    """To one kind of address: CP040."""
    cache_keys: int = 5
    """Asked of one cache one by one: CP050."""
    blocked_ns: int = 100_000_000
    """For which nobody else is served: CP060."""
    response_bytes: int = 500_000
    """That a page may have: CP070."""
