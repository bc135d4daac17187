"""Findings about one thing that is too slow, too long or too large."""

from __future__ import annotations

import pytest

import cycleprof
from cycleprof.model import Thresholds
from tests.analysis.hand_made import Sheet, page


def test_slow_query():
    sheet = Sheet()
    sheet.query("SELECT slow FROM t", ms=250)
    sheet.query("SELECT quick FROM t", ms=20)

    (finding,) = sheet.findings
    assert (finding.code, finding.count, finding.sql) == ("CP021", 1, "SELECT slow FROM t")


def test_limit_of_a_slow_query_can_be_set():
    sheet = Sheet()
    sheet.query(ms=250)

    assert cycleprof.analyse(sheet.profile, Thresholds(slow_query_ns=10**9)).findings == ()


def result(operation="fetch", **attributes):
    sheet = Sheet()
    given = {"cycleprof.operation": operation, "cycleprof.model": "shop.Book",
             "cycleprof.rows": 1500, "cycleprof.instances": 1500}  # fmt: skip
    sheet.add("orm", "Book fetch", attributes=given | attributes)
    return sheet


def test_unbounded_result():
    (finding,) = result().findings
    assert (finding.code, finding.model) == ("CP022", "shop.Book")


@pytest.mark.parametrize("operation", ["iterator", "prefetch", "in_bulk", "delete"])
def test_result_with_another_bound(operation):
    assert result(operation).codes == []


def test_large_slice_is_a_bound():
    assert result(**{"cycleprof.sliced": True}).codes == []


def test_rows_that_make_no_instances_are_no_matter():
    assert result(**{"cycleprof.instances": 0}).codes == []


def test_long_list_of_literals():
    sheet = Sheet()
    sheet.query(f"SELECT 1 FROM t WHERE id IN ({', '.join(map(str, range(1200)))})")

    assert sheet.codes == ["CP023"]


def test_long_list_of_parameters_whose_text_is_cut():
    sheet = Sheet()
    sheet.query("SELECT 1 FROM t WHERE id IN (%s, %s, …", attributes={"cycleprof.parameters": 5000})

    assert "5000" in sheet.findings[0].title


def test_many_parameters_without_a_list():
    sheet = Sheet()
    sheet.query("INSERT INTO t VALUES (%s), (%s)", attributes={"cycleprof.parameters": 5000})

    assert sheet.codes == []


def test_large_page():
    assert page(2_000_000).codes == ["CP070"]


@pytest.mark.parametrize(
    "sheet",
    [page(100_000), page(2_000_000, "image/png"), page(2_000_000, streaming=True),
     page(2_000_000, headers={"Content-Disposition": "attachment"})],
    ids=["small", "picture", "stream", "download"],
)  # fmt: skip
def test_other_responses_have_no_budget(sheet):
    assert sheet.codes == []
