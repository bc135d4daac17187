"""CP050: many keys asked of the cache, or given to it, one by one."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from cycleprof.analysis.case import Case
from cycleprof.analysis.compose import at
from cycleprof.analysis.identity import finding_fingerprint, place
from cycleprof.analysis.loops import loop_line, way
from cycleprof.model import Finding, Remedy, Span, Stage
from cycleprof.model.said import said

CODE = "CP050"
_READS = frozenset({"get", "aget", "get_or_set", "aget_or_set", "has_key", "ahas_key"})


def detect(case: Case) -> Iterator[Finding]:
    """One finding per cache and function that asks it; a key asked again counts once."""
    asked: dict[tuple[str, Hashable], list[Span]] = {}
    for span in case.profile.spans:
        if span.stage is Stage.CACHE and span.name in _READS and span.origin is not None:
            key = (str(span.attributes.get("cycleprof.alias", "")), way(span))
            asked.setdefault(key, []).append(span)
    for (alias, _), spans in asked.items():
        keys = {span.attributes.get("cycleprof.cache.key") for span in spans if _key(span)}
        if len(keys) >= case.thresholds.cache_keys:
            yield _finding(alias, spans, len(keys))


def _key(span: Span) -> bool:
    return isinstance(span.attributes.get("cycleprof.cache.key"), str)


def _finding(alias: str, spans: list[Span], keys: int) -> Finding:
    trigger = loop_line(spans[0]) or spans[0].origin
    return Finding(
        code=CODE,
        rule="cache-in-loop",
        severity="warning",
        confidence="exact",
        title=said("{n} keys are asked of the cache one by one", n=keys),
        detail=said(
            "{line} makes {n} calls: with a cache on the network, one round trip each.",
            line=at(trigger),
            n=len(spans),
        ),
        count=len(spans),
        cost_ns=sum(span.duration_ns for span in spans),
        fingerprint=finding_fingerprint(CODE, alias, place(trigger)),
        span_ids=tuple(span.id for span in spans),
        trigger=trigger,
        remedy=Remedy(
            kind="get_many",
            text=said(
                "Collect the keys first and ask for all of them together; set_many() stores what "
                "was missing."
            ),
            code="cache.get_many(keys)",
            expected_queries=1,
        ),
    )
