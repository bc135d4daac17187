"""Judges what repeats: which of it is a cause worth telling, and how sure that is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from cycleprof.analysis.evidence import Evidence, Use
from cycleprof.analysis.polling import is_polling
from cycleprof.analysis.queries import text
from cycleprof.analysis.repeats import Repeat, gather
from cycleprof.model import Confidence, Profile, Severity, Thresholds

_FEW = 5
_PATIENCE = 2
"""So many times more of get_or_create() and its like, which no bulk operation fully replaces."""
_MANY = 20
_LONG_NS = 50_000_000
_BATCH = 50
"""An IN list of this length is a batch, and so no sign of one query per row."""
_LIST = re.compile(r"\bIN\s*\(([^()]*)\)", re.IGNORECASE)


@dataclass(frozen=True)
class Judged:
    """A repeat that is worth telling."""

    repeat: Repeat
    confidence: Confidence

    @property
    def severity(self) -> Severity:
        cost = sum(use.cost_ns for use in self.repeat.uses)
        if self.repeat.count >= _MANY or (self.repeat.count >= _FEW and cost >= _LONG_NS):
            return "warning" if self.confidence == "possible" else "error"
        return "warning" if self.repeat.count >= _FEW else "info"


class Case:
    """All that the detectors are given about one profile."""

    def __init__(self, profile: Profile, thresholds: Thresholds) -> None:
        self.profile = profile
        self.thresholds = thresholds
        self.evidence = Evidence(profile)

    @property
    def knows_parameters(self) -> bool:
        """Whether the profile still has them: without, equal statements prove no equal question."""
        return "query parameters" not in self.profile.dropped.steps

    @cached_property
    def judged(self) -> list[Judged]:
        """The repeats worth telling."""
        return [
            Judged(repeat, confidence)
            for repeat in gather(self.evidence)
            if (confidence := judge(repeat, self))
        ]

    @cached_property
    def claimed(self) -> frozenset[int]:
        """The statements that a judged repeat accounts for; nobody else should tell of them."""
        return frozenset(
            span.id
            for judged in self.judged
            for use in judged.repeat.uses
            for span in use.statements
        )

    def of(self, code: str) -> list[Judged]:
        return [judged for judged in self.judged if judged.repeat.code == code]


def judge(repeat: Repeat, case: Case) -> Confidence | None:
    """How sure it is that the repeat has one cause that can be removed; None if it is no matter."""
    if repeat.code == "CP008":
        return _judge_writes(repeat, case)
    if repeat.first.relation:
        return _judge_relation(repeat, case)
    identical = case.knows_parameters and repeat.questions == 1
    if repeat.count < _enough(repeat, case) or identical:
        return None
    if _is_batch(repeat) or is_polling(repeat.uses, case.evidence):
        return None
    return "possible" if repeat.first.operation == "sql" else "likely"


def _judge_relation(repeat: Repeat, case: Case) -> Confidence | None:
    """Two instances of one queryset are enough; where it gave single rows, they must be some."""
    if repeat.parents < 2:  # noqa: PLR2004 - one instance asked again is no N+1
        return None
    sources = [case.evidence.source(use) for use in repeat.uses]
    if any(source is not None and source.rows > 1 for source in sources):
        return "exact"
    return "likely" if repeat.count >= case.thresholds.repeats else None


def _judge_writes(repeat: Repeat, case: Case) -> Confidence | None:
    first = repeat.first
    if repeat.count < _enough(repeat, case) or is_polling(repeat.uses, case.evidence):
        return None
    if first.kind is None and (max(map(_affected, repeat.uses)) > 1 or _is_batch(repeat)):
        return None
    if first.operation == "sql" or first.operation.endswith("or_create"):
        return "possible"
    return "exact" if first.kind == "self" and repeat.source is not None else "likely"


def _affected(use: Use) -> int:
    value = use.statements[0].attributes.get("cycleprof.rows_affected")
    return value if isinstance(value, int) else 0


def _enough(repeat: Repeat, case: Case) -> int:
    some = case.thresholds.repeats
    return _PATIENCE * some if repeat.first.operation.endswith("or_create") else some


def _is_batch(repeat: Repeat) -> bool:
    """Whether each of them already handles many rows at once."""
    sizes = [_list_length(text(use.statements[0])) for use in repeat.uses if use.statements]
    if sizes and max(sizes) >= _BATCH:
        return True
    sliced = "cycleprof.sliced" in repeat.first.span.attributes
    return sliced and max(use.rows for use in repeat.uses) > 1


def _list_length(statement: str) -> int:
    return max((found.count(",") + 1 for found in _LIST.findall(statement)), default=0)
