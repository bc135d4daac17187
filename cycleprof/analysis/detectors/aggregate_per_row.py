"""CP006: count(), exists() or an aggregate asked for each row."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.analysis.case import Case
from cycleprof.analysis.compose import compose
from cycleprof.analysis.remedies import rows
from cycleprof.analysis.tell import tell
from cycleprof.model import Finding
from cycleprof.model.said import phrase

CODE = "CP006"


def detect(case: Case) -> Iterator[Finding]:
    """One finding per source queryset, path and shape of the statement."""
    for judged in case.of(CODE):
        operation = judged.repeat.first.operation
        asked = phrase("{name} is asked about {count} times")
        if operation == "count":
            asked = phrase("{name} is counted {count} times")
        remedy = rows.aggregates(judged.repeat)
        told = tell(judged.repeat, CODE, "aggregate-per-row", asked, remedy)
        yield compose(judged, told, case)
