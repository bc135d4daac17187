"""Growth seen in ordinary traffic: a finding's curve through other profiles of its route."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict, replace

from cycleprof.analysis.growth import fitted, retold
from cycleprof.model import Finding, Profile, Report
from cycleprof.stores._base import Store, StoreError
from cycleprof.stores.judging import Judge
from cycleprof.stores.query import Contains

_LOOKED_BACK = 100
_MOST_FITTED = 6
_PATIENCE_SECONDS = 1.0


def with_growth(report: Report, store: Store, judge: Judge) -> Report:
    """The report, its findings' growth fitted where the route was seen with other sizes.

    Looks at a few profiles with other numbers of queries, for a second at most.
    """
    if not any(finding.growth for finding in report.findings):
        return report
    try:
        others = list(_others(report.profile, store, judge))
    except StoreError:
        return report  # what one profile tells is still true
    if not others:
        return report
    told = tuple(_grown(finding, [report, *others]) for finding in report.findings)
    return replace(report, findings=told)


def _others(profile: Profile, store: Store, judge: Judge) -> Iterator[Report]:
    """Reports of the route's newest profiles, one for each number of queries."""
    request = profile.request
    if request is None or request.route is None:
        return
    deadline = time.monotonic() + _PATIENCE_SECONDS
    sizes: set[int] = set()
    wanted = (Contains(("route",), request.route.lower(), exact=True),)
    for row in store.find(wanted, limit=_LOOKED_BACK):
        same = (row.route, row.method) == (request.route, request.method)
        if not same or row.id == profile.id or row.queries in sizes:
            continue
        sizes.add(row.queries)
        other = store.get(row.id)
        if other is not None:
            yield judge(other)
        if len(sizes) == _MOST_FITTED or time.monotonic() > deadline:
            return


def _grown(finding: Finding, reports: list[Report]) -> Finding:
    own = finding.growth
    fit = fitted(reports, finding.fingerprint) if own else None
    if own is None or fit is None:
        return finding
    grown = replace(
        fit, rows=int(own["rows"]), base=round(fit.base, 3), per_row=round(fit.per_row, 3)
    )
    return replace(finding, growth=asdict(grown), detail=retold(finding.detail, grown))
