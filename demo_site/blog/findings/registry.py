"""All pairs of pages, in the order of the index."""

from __future__ import annotations

from . import (
    cached_values,
    counting,
    deferred_fields,
    event_loop,
    external_calls,
    forward_relations,
    generic_relations,
    identical_queries,
    large_results,
    lookups,
    prefetches,
    response_size,
    slow_queries,
    to_many_relations,
    transactions,
    writes,
    writes_to_many,
)
from .page import FindingPage

PAGES: tuple[FindingPage, ...] = (
    *forward_relations.PAGES,
    *generic_relations.FORWARD,
    *to_many_relations.PAGES,
    *generic_relations.TO_MANY,
    *deferred_fields.PAGES,
    *prefetches.DEFEATED,
    *lookups.PAGES,
    *counting.PAGES,
    *identical_queries.PAGES,
    *writes.PAGES,
    *writes_to_many.PAGES,
    *prefetches.PER_INSTANCE,
    *slow_queries.PAGES,
    *large_results.PAGES,
    *transactions.PAGES,
    *external_calls.PAGES,
    *cached_values.PAGES,
    *event_loop.PAGES,
    *response_size.PAGES,
)

BY_SLUG = {page.slug: page for page in PAGES}
