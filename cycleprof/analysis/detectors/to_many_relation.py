"""CP002: a reverse, many-to-many or generic relation that is read row by row."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.analysis.case import Case
from cycleprof.analysis.compose import compose
from cycleprof.analysis.remedies import relations
from cycleprof.analysis.tell import tell
from cycleprof.model import Finding
from cycleprof.model.said import phrase

CODE = "CP002"


def detect(case: Case) -> Iterator[Finding]:
    """One finding per source queryset, path and shape of the statement."""
    for judged in case.of(CODE):
        remedy = relations.to_many(judged.repeat)
        happens = phrase("{name} is read {count} times")
        told = tell(judged.repeat, CODE, "n-plus-one-to-many", happens, remedy)
        yield compose(judged, told, case)
