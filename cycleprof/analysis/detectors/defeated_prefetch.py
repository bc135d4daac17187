"""CP004: what has been prefetched is not used, and asked for again row by row."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.analysis.case import Case
from cycleprof.analysis.compose import compose
from cycleprof.analysis.remedies import relations
from cycleprof.analysis.tell import tell
from cycleprof.model import Finding
from cycleprof.model.said import phrase

CODE = "CP004"


def detect(case: Case) -> Iterator[Finding]:
    """One finding per source queryset, path and shape of the statement."""
    for judged in case.of(CODE):
        remedy = relations.defeated(judged.repeat)
        happens = phrase("{name} is prefetched, and still asked for {count} times")
        told = tell(judged.repeat, CODE, "defeated-prefetch", happens, remedy)
        yield compose(judged, told, case)
