"""CP005: rows fetched one by one, by get(), first() or a statement, over keys known beforehand."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.analysis.case import Case
from cycleprof.analysis.compose import compose
from cycleprof.analysis.remedies import rows
from cycleprof.analysis.tell import tell
from cycleprof.model import Finding
from cycleprof.model.said import phrase

CODE = "CP005"


def detect(case: Case) -> Iterator[Finding]:
    """One finding per shape of the statement and function that sends it."""
    for judged in case.of(CODE):
        remedy = rows.lookups(judged.repeat)
        happens = phrase("{name} is looked up {count} times, one row at a time")
        told = tell(judged.repeat, CODE, "lookup-in-loop", happens, remedy)
        yield compose(judged, told, case)
