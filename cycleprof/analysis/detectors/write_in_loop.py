"""CP008: rows created, saved, deleted or related one by one."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.analysis.case import Case
from cycleprof.analysis.compose import compose
from cycleprof.analysis.remedies import writes
from cycleprof.analysis.tell import tell
from cycleprof.model import Finding
from cycleprof.model.said import phrase

CODE = "CP008"
_WRITTEN = phrase("{name} is written {count} times, one row at a time")
_DONE = {
    "INSERT": phrase("{name} is created {count} times, one row at a time"),
    "UPDATE": phrase("{name} is updated {count} times, one row at a time"),
    "DELETE": phrase("{name} is deleted {count} times, one row at a time"),
}


def detect(case: Case) -> Iterator[Finding]:
    """One finding per call, model and function that writes."""
    for judged in case.of(CODE):
        first = judged.repeat.first
        happens = _WRITTEN if first.relation else _DONE.get(first.verb, _WRITTEN)
        remedy = writes.writes(judged.repeat)
        told = tell(judged.repeat, CODE, "write-in-loop", happens, remedy)
        yield compose(judged, told, case)
