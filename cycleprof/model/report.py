"""What follows from a profile: totals, queries by shape, findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cycleprof.model.profile import Profile
from cycleprof.model.span import Origin
from cycleprof.model.stage import Stage

Severity = Literal["info", "warning", "error"]
Confidence = Literal["exact", "likely", "possible"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTotal:
    """The time of one stage.

    ``exclusive_ns`` of all stages plus ``Totals.unaccounted_ns`` is the duration exactly: where
    work overlaps, a moment belongs to the deepest open span that started last. ``inclusive_ns``
    counts nested spans of the stage once. ``busy_ns`` adds up each span's own time without
    the overlap rule, so with concurrency it can exceed the duration.
    """

    stage: Stage
    inclusive_ns: int
    exclusive_ns: int
    busy_ns: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The sums of one profile. ``unaccounted_ns`` is time in no span but the root."""

    duration_ns: int
    unaccounted_ns: int
    queries: int = 0
    db_ns: int = 0
    rows: int = 0
    instances: int = 0
    templates: int = 0
    template_ns: int = 0
    cache_hits: int = 0
    cache_misses: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryGroup:
    """All statements of one shape on one database alias, in order of first execution."""

    fingerprint: str
    alias: str
    sql: str
    count: int
    duplicates: int
    total_ns: int
    slowest_ns: int
    span_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What to write instead. ``expected_queries`` is how many remain of the repeated statement."""

    kind: str
    text: str
    code: str | None = None
    expected_queries: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to change, with its cause, its cost and its remedy.

    ``fingerprint`` names the finding across runs; no line number goes into it. ``source`` is the
    queryset to change, ``trigger`` the line that causes the repeats. ``growth`` says that the
    cycle has ``base + per_row * rows`` queries, and what a row is (``unit``).
    """

    code: str
    rule: str
    severity: Severity
    confidence: Confidence
    title: str
    detail: str
    count: int
    cost_ns: int
    fingerprint: str
    span_ids: tuple[int, ...]
    model: str | None = None
    relation: str | None = None
    path: str | None = None
    sql: str | None = None
    source: Origin | None = None
    trigger: Origin | None = None
    remedy: Remedy | None = None
    growth: Mapping[str, float | str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What follows from a profile. Derived on demand, never stored."""

    profile: Profile
    totals: Totals
    stages: tuple[StageTotal, ...]
    queries: tuple[QueryGroup, ...]
    findings: tuple[Finding, ...]
