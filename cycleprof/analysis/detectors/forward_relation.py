"""CP001: a foreign key, a one-to-one relation or a generic foreign key followed row by row."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.analysis.case import Case
from cycleprof.analysis.compose import compose
from cycleprof.analysis.remedies import relations
from cycleprof.analysis.tell import tell
from cycleprof.model import Finding
from cycleprof.model.said import phrase

CODE = "CP001"


def detect(case: Case) -> Iterator[Finding]:
    """One finding per source queryset and path."""
    for judged in case.of(CODE):
        remedy = relations.forward(judged.repeat, case.evidence)
        happens = phrase("{name} is fetched {count} times")
        told = tell(judged.repeat, CODE, "n-plus-one-forward", happens, remedy)
        yield compose(judged, told, case)
