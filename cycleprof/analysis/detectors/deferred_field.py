"""CP003: a field that the source left out and that is then loaded row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cycleprof.analysis.case import Case
from cycleprof.analysis.compose import compose
from cycleprof.analysis.remedies import relations
from cycleprof.analysis.tell import tell
from cycleprof.model import Finding
from cycleprof.model.said import phrase

CODE = "CP003"


def detect(case: Case) -> Iterator[Finding]:
    """One finding per source queryset and field."""
    for judged in case.of(CODE):
        remedy = relations.deferred(judged.repeat, case.evidence)
        happens = phrase("{name} was left out, and is loaded {count} times")
        told = tell(judged.repeat, CODE, "deferred-field", happens, remedy)
        loader = case.evidence.loader(judged.repeat.first)
        if loader is not None and loader.operation == "prefetch" and loader.span.origin is not None:
            told = replace(told, source=loader.span.origin)  # the queryset in the Prefetch
        yield compose(judged, told, case)
