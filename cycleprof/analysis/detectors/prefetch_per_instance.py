"""CP009: prefetch_related_objects() called for one instance after another."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.analysis.case import Case
from cycleprof.analysis.compose import compose
from cycleprof.analysis.remedies import relations
from cycleprof.analysis.tell import tell
from cycleprof.model import Finding
from cycleprof.model.said import phrase

CODE = "CP009"


def detect(case: Case) -> Iterator[Finding]:
    """One finding per source queryset and lookup."""
    for judged in case.of(CODE):
        remedy = relations.per_instance(judged.repeat)
        happens = phrase("{name} is prefetched {count} times, for one instance each")
        told = tell(judged.repeat, CODE, "prefetch-per-instance", happens, remedy)
        yield compose(judged, told, case)
