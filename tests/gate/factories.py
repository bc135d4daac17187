"""Small run documents for tests: what a test asked, written as it would be recorded."""

from __future__ import annotations

ENVIRONMENT = {
    "python": "3.13.0",
    "django": "6.1.3",
    "cycleprof": "0.1.0",
    "databases": [{"alias": "default", "vendor": "sqlite", "version": "3.40.1"}],
    "mode": "full",
    "fixtures": "",
}


def environment(**changes):
    return {**ENVIRONMENT, **changes}


def query(sql, count=1, *, line=7, warm_up=False):
    from cycleprof.fingerprint import fingerprint

    place = {"file": "shop/views.py", "line": line, "function": "listing", "count": count}
    return {
        "fingerprint": fingerprint(sql).hash,
        "alias": "default",
        "sql": sql,
        "count": count,
        "warm_up": warm_up,
        "lines": [place],
    }


def cycle(*queries, **changes):
    known = {
        "id": "c1",
        "kind": "request",
        "name": "GET /books/",
        "phase": "call",
        "nested": False,
        "method": "GET",
        "path": "/books/",
        "route": "books/",
        "url_name": "books",
        "status": 200,
        "totals": {"duration_ns": 1_000, "queries": sum(one["count"] for one in queries)},
        "stages": {"db": 500},
        "queries": list(queries),
        "findings": [],
        "profile": None,
    }
    return {**known, **changes}


def a_test(nodeid="tests/test_shop.py::test_list", *cycles, **changes):
    totals = {}
    for one in cycles:
        for key, value in one["totals"].items():
            totals[key] = totals.get(key, 0) + value
    known = {
        "nodeid": nodeid,
        "outcome": "passed",
        "profiles": list(cycles),
        "totals": totals,
        "findings": [],
    }
    return {**known, **changes}
