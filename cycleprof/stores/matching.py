"""Whether a profile answers to a query, for stores that look at one summary after the other."""

from __future__ import annotations

from collections.abc import Iterable

from cycleprof.model import Summary
from cycleprof.stores.query import Between, Contains, Query


def matches(query: Query, summary: Summary, statements: Iterable[str]) -> bool:
    """Whether every term holds. ``statements`` are the profile's distinct SQL texts."""
    return all(
        _within(term, summary) if isinstance(term, Between) else _holds(term, summary, statements)
        for term in query
    )


def _within(term: Between, summary: Summary) -> bool:
    value = getattr(summary, term.column)
    if value is None:
        return term.negated
    inside = (term.low is None or value >= term.low) and (term.high is None or value <= term.high)
    return inside != term.negated


def _holds(term: Contains, summary: Summary, statements: Iterable[str]) -> bool:
    return any(_has(term, text) for text in _texts(term, summary, statements)) != term.negated


def _has(term: Contains, text: str) -> bool:
    return text.lower() == term.text if term.exact else term.text in text.lower()


def _texts(term: Contains, summary: Summary, statements: Iterable[str]) -> Iterable[str]:
    for column in term.columns:
        if column == "sql":
            yield from statements
        elif column == "codes":
            yield from summary.codes
        else:
            yield getattr(summary, column) or ""
