"""The detectors, in the order in which their findings are told: one file per finding code."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cycleprof.analysis.case import Case
from cycleprof.analysis.detectors import (
    aggregate_per_row,
    blocked_loop,
    cache_in_loop,
    defeated_prefetch,
    deferred_field,
    external_in_transaction,
    forward_relation,
    http_in_loop,
    identical_query,
    large_response,
    long_list,
    long_transaction,
    lookup_in_loop,
    prefetch_per_instance,
    slow_query,
    to_many_relation,
    unbounded_result,
    write_in_loop,
)
from cycleprof.model import Finding

Detector = Callable[[Case], Iterable[Finding]]

DETECTORS: tuple[Detector, ...] = (
    forward_relation.detect,
    to_many_relation.detect,
    deferred_field.detect,
    defeated_prefetch.detect,
    lookup_in_loop.detect,
    aggregate_per_row.detect,
    identical_query.detect,
    write_in_loop.detect,
    prefetch_per_instance.detect,
    slow_query.detect,
    unbounded_result.detect,
    long_list.detect,
    external_in_transaction.detect,
    long_transaction.detect,
    http_in_loop.detect,
    cache_in_loop.detect,
    blocked_loop.detect,
    large_response.detect,
)
