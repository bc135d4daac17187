"""Finds profiles by what judging tells of them, and judges no more than is looked at.

Nothing is judged when a profile is written. Whoever lists profiles has those of the page judged,
whoever asks for findings all that may match, the newest first; what was told is kept in the store.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import NamedTuple

from cycleprof.model import Profile, Report, Summary, Verdict
from cycleprof.stores._base import Store, StoreError
from cycleprof.stores.query import UNJUDGED, Between, Query, Term
from cycleprof.stores.summary import judged, verdict

logger = logging.getLogger("cycleprof")

Judge = Callable[[Profile], Report]

_AT_ONCE = 20


class Found(NamedTuple):
    """Summaries, newest first.

    ``complete`` is false if time ran out before all that the query may find was judged: then
    there may be more.
    """

    summaries: list[Summary]
    complete: bool = True


class Slice(NamedTuple):
    """Which part of a list is wanted: see :meth:`Store.find`."""

    limit: int
    before: str | None = None
    after: str | None = None


def keep_to(store: Store, rules: str) -> Store:
    """The store, in which nothing counts any more that was judged by other rules than these."""
    try:
        store.follow(rules)
    except StoreError as error:  # e.g. a store that may only be read; the search tells of others
        logger.debug("cycleprof could not forget what it judged: %s", error)
    return store


def look_up(store: Store, query: Query, judge: Judge, part: Slice, *, patience: float) -> Found:
    """What matches, judged for at most so many seconds. A summary may still be without findings.

    Raises:
        StoreError: the store cannot be used.
    """
    court = _Court(store, judge, time.monotonic() + patience)
    complete = not any(map(_is_about_findings, query)) or court.judge_matching(query, part)
    found = store.find(query, limit=part.limit, before=part.before, after=part.after)
    return Found(court.judge(found), complete)


def _is_about_findings(term: Term) -> bool:
    if isinstance(term, Between):
        return term.column == "findings"
    return "codes" in term.columns


class _Court:
    """Judges until its time is over."""

    def __init__(self, store: Store, judge: Judge, deadline: float) -> None:
        self._store = store
        self._judge = judge
        self._deadline = deadline

    def judge_matching(self, query: Query, part: Slice) -> bool:
        """Judge what may match, until the page is sure; False if time ran out before."""
        open_terms = (*(term for term in query if not _is_about_findings(term)), UNJUDGED)
        before, after = part.before, part.after
        while True:
            batch = self._store.find(open_terms, limit=_AT_ONCE, before=before, after=after)
            if not batch:
                return True
            told = self.judge(batch)
            if any(one.findings is None for one in told):
                return False
            before, after = (before, batch[0].id) if after is not None else (batch[-1].id, None)
            if self._is_full(query, part, before, after):
                return True

    def _is_full(self, query: Query, part: Slice, before: str | None, after: str | None) -> bool:
        """Whether what is judged already, up to these ids, fills the page."""
        if part.after is not None:
            found = self._store.find(query, limit=part.limit, after=part.after)
            return len(found) == part.limit and found[0].id <= str(after)
        found = self._store.find(query, limit=part.limit, before=part.before)
        return len(found) == part.limit and found[-1].id >= str(before)

    def judge(self, summaries: list[Summary]) -> list[Summary]:
        """The same rows, judged as far as time allows, and kept so."""
        told: dict[str, Verdict] = {}
        for one in summaries:
            if one.findings is None and time.monotonic() < self._deadline:
                found = self._verdict(one.id)
                if found is not None:
                    told[one.id] = found
        if told:
            self._keep(list(told.values()))
        return [judged(one, told[one.id]) if one.id in told else one for one in summaries]

    def _verdict(self, profile_id: str) -> Verdict | None:
        try:
            profile = self._store.get(profile_id)
            return verdict(self._judge(profile)) if profile is not None else None
        except StoreError:
            raise
        except Exception:
            logger.exception("cycleprof could not judge the profile %s", profile_id)
            return None

    def _keep(self, verdicts: list[Verdict]) -> None:
        try:
            self._store.keep_verdicts(verdicts)
        except StoreError as error:  # e.g. a store that may only be read: judged again next time
            logger.debug("cycleprof could not keep what it judged: %s", error)
