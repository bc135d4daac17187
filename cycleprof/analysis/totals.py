"""The sums of a profile that people look at first."""

from __future__ import annotations

from collections.abc import Sequence

from cycleprof.analysis import tree
from cycleprof.analysis.queries import statements
from cycleprof.model import Profile, Span, Stage, Totals


def sum_up(profile: Profile, unaccounted_ns: int) -> Totals:
    """The totals of a profile, given what its stages left unaccounted."""
    spans = profile.spans
    outermost = tree.outermost(spans)
    return Totals(
        duration_ns=profile.duration_ns,
        unaccounted_ns=unaccounted_ns,
        # Those that there was no room for are known by their number only.
        queries=len(statements(spans)) + profile.dropped.stages.get(Stage.DB.value, 0),
        db_ns=tree.covered(span for span in outermost if span.stage is Stage.DB),
        rows=_add(spans, "cycleprof.rows"),
        instances=_add(spans, "cycleprof.instances"),
        templates=sum("cycleprof.template.name" in span.attributes for span in spans),
        template_ns=tree.covered(span for span in outermost if span.stage is Stage.TEMPLATE),
        cache_hits=sum(span.attributes.get("cycleprof.cache.hit") is True for span in spans),
        cache_misses=sum(span.attributes.get("cycleprof.cache.hit") is False for span in spans),
    )


def _add(spans: Sequence[Span], key: str) -> int:
    return sum(value for span in spans if isinstance(value := span.attributes.get(key), int))
