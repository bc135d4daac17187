"""Tells a query that repeats because its answer changes from one that repeats for nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from cycleprof.analysis.evidence import Evidence, Use
from cycleprof.analysis.queries import TEXT, text
from cycleprof.model import Span

_NAME = r"""["`\[]?\w+["`\]]?(?:\.["`\[]?\w+["`\]]?)*"""
_LISTED = rf"{_NAME}(?:\s+(?:AS\s+)?(?!JOIN\b)\w+)?"
_TABLES = re.compile(
    rf"\b(?:FROM|JOIN|INTO|UPDATE)\s+(?:ONLY\s+)?(?P<tables>{_LISTED}(?:\s*,\s*{_LISTED})*)",
    re.IGNORECASE,
)
_WRITING = re.compile(
    r"[\s(]*(?:(?:INSERT|UPDATE|DELETE|REPLACE|MERGE)\b"
    r"|WITH\b.*?\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO)\b)",
    re.IGNORECASE | re.DOTALL,
)
_VOLATILE = re.compile(
    r"\b(?:RANDOM|RAND|SETSEED|NEXTVAL|GEN_RANDOM_UUID|UUID|NEWID|CLOCK_TIMESTAMP)\s*\(",
    re.IGNORECASE,
)
_LOCK = re.compile(r"\bFOR\s+(?:NO\s+KEY\s+)?UPDATE\b", re.IGNORECASE)
_SKIP = re.compile(r"\bSKIP\s+LOCKED\b", re.IGNORECASE)
_NEXT = re.compile(r"\bORDER\s+BY\b.*\b(?:LIMIT|FETCH)\b", re.IGNORECASE | re.DOTALL)
_PAUSE_NS = 50_000_000
"""Who waits this long between asking expects something to have happened meanwhile."""


@lru_cache(maxsize=4096)
def tables(statement: str) -> frozenset[str]:
    """The names of the tables that a statement reads or writes, without their schema."""
    return frozenset(
        name.split()[0].rpartition(".")[2].strip('"`[]').lower()
        for match in _TABLES.finditer(statement)
        for name in match["tables"].split(",")
    )


@lru_cache(maxsize=4096)
def _writes(statement: str) -> bool:
    return _WRITING.match(statement) is not None


def is_settled(statement: str) -> bool:
    """Whether its answer stays the same until somebody writes to its tables."""
    return bool(tables(statement)) and _VOLATILE.search(statement) is None


class Ledger:
    """When each table was written, and when nobody asked: may an answer have changed in between?"""

    def __init__(self, evidence: Evidence) -> None:
        self._spans = evidence.profile.spans
        self._written: dict[str, int] = {}
        self._state: dict[int, tuple[int, ...]] = {}
        for span in sorted(evidence.statements, key=lambda span: span.start_ns):
            statement = text(span)
            touched = sorted(tables(statement))
            if _writes(statement):
                for table in touched:
                    self._written[table] = self._written.get(table, 0) + 1
            self._state[span.id] = tuple(self._written.get(table, 0) for table in touched)

    def state(self, span: Span) -> tuple[int, ...]:
        """Equal for two runs of one statement if nothing that it reads was written in between."""
        return self._state[span.id]

    @cached_property
    def _woken(self) -> list[int]:
        """When something began or ended after a while in which nothing did."""
        moments: list[tuple[int, int]] = []
        for span in self._spans:
            if TEXT in span.attributes:
                moments.append((span.start_ns, span.end_ns))
            else:
                moments += [(span.start_ns, span.start_ns), (span.end_ns, span.end_ns)]
        found, ends = [], 0
        for start, end in sorted(moments):
            if start - ends >= _PAUSE_NS:
                found.append(start)
            ends = max(ends, end)
        return found

    def pauses(self, spans: Sequence[Span]) -> bool:
        """Whether the one who asks waits between any two of them, and does nothing meanwhile."""
        starts = sorted(span.start_ns for span in spans)
        return len(starts) > 1 and all(
            bisect_right(self._woken, earlier) < bisect_right(self._woken, later)
            for earlier, later in pairwise(starts)
        )


def is_locked(use: Use) -> bool:
    """Whether what it reads is kept from others meanwhile, or would be if the database could."""
    locks = "cycleprof.lock" in use.span.attributes
    return locks or any(_LOCK.search(text(span)) for span in use.statements)


def is_polling(uses: Sequence[Use], evidence: Evidence) -> bool:
    """Whether the rows come from a queue: locked and the next one, or by the same question again.

    A lock alone makes no queue: who locks one row after the other by its key knows them all.
    """
    found = [evidence.source(use) for use in uses]
    sources = [source for source in found if source and source.statements]
    askers = sources or [use for use in uses if use.statements]
    if len({asker.statements[0].id for asker in askers}) < len(uses):
        return False
    if all(map(_takes_the_next, askers)):
        return True
    first = askers[0].statements[0]
    again = bool(sources) or all(map(is_locked, askers))
    return again and all(_is_asked_again(first, asker.statements[0]) for asker in askers)


def _takes_the_next(use: Use) -> bool:
    statement = text(use.statements[0])
    if use.span.attributes.get("cycleprof.lock") == "skip" or _SKIP.search(statement):
        return True
    return is_locked(use) and _NEXT.search(statement) is not None


def _is_asked_again(first: Span, span: Span) -> bool:
    return {k: v for k, v in span.attributes.items() if k.startswith("db.query.")} == {
        k: v for k, v in first.attributes.items() if k.startswith("db.query.")
    }
