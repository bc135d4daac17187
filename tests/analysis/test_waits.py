"""Findings about waiting: for other servers, for the cache, inside transactions, on the loop."""

from __future__ import annotations

import pytest

from tests.analysis.hand_made import Sheet

CALL = {"http.request.method": "GET", "server.address": "api.test", "url.template": "/a/{id}"}
LOOP = {"cycleprof.callers": ["shop/api.py|7|ask|", "shop/views.py|30|view|loop"]}


def block(ms=100.0):
    sheet = Sheet()
    sheet.add("transaction", "atomic", ms, start_ms=0, line=5,
              attributes={"cycleprof.alias": "default"})  # fmt: skip
    sheet.query("UPDATE t SET a = 1", start_ms=1)
    return sheet


def test_external_call_inside_a_transaction():
    sheet = block()
    sheet.add("http", "GET", 20, start_ms=10, attributes=CALL, line=8)

    (finding,) = sheet.findings
    assert (finding.code, finding.source.line, finding.trigger.line) == ("CP030", 5, 8)


def test_external_call_through_a_helper_names_the_line_in_the_block():
    sheet = block()
    sheet.add("http", "GET", 20, start_ms=10, attributes=CALL | LOOP, line=7)

    assert sheet.findings[0].trigger.line == 30


def test_external_call_after_the_transaction():
    sheet = block()
    sheet.add("http", "GET", 20, start_ms=150, attributes=CALL)

    assert sheet.codes == []


def test_transaction_without_a_statement_holds_nothing():
    sheet = Sheet()
    sheet.add("transaction", "atomic", 900, start_ms=0, attributes={"cycleprof.alias": "default"})
    sheet.add("http", "GET", 20, start_ms=10, attributes=CALL)

    assert sheet.codes == []


def test_long_transaction():
    assert block(ms=900).codes == ["CP031"]


def test_long_wait_is_told_once():
    sheet = block(ms=900)
    sheet.add("http", "GET", 850, start_ms=10, attributes=CALL)

    assert sheet.codes == ["CP030"]


def test_savepoints_within_a_transaction_are_part_of_it():
    sheet = block(ms=900)
    sheet.add(
        "transaction", "savepoint", 800, start_ms=2, attributes={"cycleprof.alias": "default"}
    )

    assert sheet.findings[0].count == 1


def test_requests_one_after_another():
    sheet = Sheet()
    for _ in range(4):
        sheet.add("http", "GET", 50, attributes=CALL | LOOP, line=7)

    (finding,) = sheet.findings
    assert (finding.code, finding.count, finding.trigger.line) == ("CP040", 4, 30)


def test_requests_at_the_same_time():
    sheet = Sheet()
    for number in range(4):
        sheet.add("http", "GET", 50, start_ms=number, attributes=CALL)

    assert sheet.codes == []


def test_requests_to_different_addresses():
    sheet = Sheet()
    for number in range(4):
        sheet.add(
            "http", "GET", 50, attributes=CALL | {"url.template": f"/page-{chr(97 + number)}"}
        )

    assert sheet.codes == []


def test_request_of_a_library_through_another_counts_once():
    sheet = Sheet()
    for _ in range(2):
        outer = sheet.add("http", "GET", 50, attributes=CALL)
        sheet.add("http", "GET", 40, start_ms=outer.start_ns / 1e6, parent=outer.id,
                  attributes=CALL)  # fmt: skip

    assert sheet.codes == []


def gets(keys, name="get"):
    sheet = Sheet()
    for key in keys:
        sheet.add("cache", name, attributes={"cycleprof.cache.key": key} | LOOP)
    return sheet


def test_cache_gets_in_a_loop():
    (finding,) = gets([f"key:{number}" for number in range(6)]).findings
    assert (finding.code, finding.remedy.kind, finding.trigger.line) == ("CP050", "get_many", 30)


@pytest.mark.parametrize(
    "sheet",
    [gets(["one"] * 9), gets(["a", "b"]), gets([f"key:{number}" for number in range(6)], "set")],
    ids=["same key", "few", "sets"],
)
def test_other_uses_of_the_cache(sheet):
    assert sheet.codes == []


def test_blocked_loop_names_what_ran():
    sheet = Sheet()
    sheet.add("view", "view", 400, start_ms=0, line=40)
    sheet.add("server", "event loop blocked", 390, start_ms=5, overlay=True,
              attributes={"cycleprof.loop.blocked_ns": 390_000_000})  # fmt: skip

    (finding,) = [finding for finding in sheet.findings if finding.code == "CP060"]
    assert "390 ms" in finding.title


def test_short_steps_of_the_loop_are_no_matter():
    sheet = Sheet()
    sheet.add("server", "event loop blocked", 60, overlay=True,
              attributes={"cycleprof.loop.blocked_ns": 60_000_000})  # fmt: skip

    assert sheet.codes == []
