from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from panel_factories import MS, many_spans, repeats, slow_page, walk

from cycleprof.analysis import analyse, tree
from cycleprof.model import ExceptionInfo, Origin
from cycleprof.panels import PANELS, build_panels, document
from cycleprof.panels.blocks import Panel


@pytest.fixture
def report():
    profile = slow_page()
    return replace(analyse(profile), findings=repeats(profile))


def panel(made, identifier):
    return next(one for one in made["panels"] if one["id"] == identifier)


def timeline(made):
    return panel(made, "timeline")["blocks"][0]


def test_document_is_plain_json_with_a_panel_per_builder(report):
    made = json.loads(json.dumps(document(report)))

    assert made["schema"] == "cycleprof.panels/1"
    assert len(made["panels"]) == len(PANELS) == 10


def test_categories_add_up_to_the_duration(report):
    head = document(report)["head"]

    assert sum(entry["ns"] for entry in head["categories"]) == head["duration_ns"]


def test_ink_covers_the_cycle_and_agrees_with_the_own_times(report):
    block = timeline(document(report))
    ends, owners = block["ink"][::2], block["ink"][1::2]
    inked = dict.fromkeys(range(-1, len(block["bars"]["id"])), 0)
    for start, end, owner in zip([0, *ends[:-1]], ends, owners, strict=True):
        inked[owner] += end - start

    assert ends[-1] == block["duration_ns"]
    assert [inked[index] for index in range(len(block["bars"]["id"]))] == block["bars"]["own"]


def test_own_time_of_the_root_is_the_uninked_rest(report):
    block = timeline(document(report))

    rest = block["duration_ns"] - sum(block["bars"]["own"])

    assert rest == tree.exclusive(report.profile.spans)[1] == report.totals.unaccounted_ns


def test_lanes_stand_in_the_fixed_order(report):
    assert [lane["id"] for lane in timeline(document(report))["lanes"]] == [
        "mw", "url", "view", "db", "cache", "tpl",
    ]  # fmt: skip


def test_no_two_bars_of_a_row_overlap(report):
    bars = timeline(document(report))["bars"]
    rows = {}
    for lane, row, start, span in zip(
        bars["lane"], bars["row"], bars["start"], bars["span"], strict=True
    ):
        rows.setdefault((lane, row), []).append((start, start + span))

    for stretches in rows.values():
        stretches.sort()
        assert all(a[1] <= b[0] for a, b in pairwise(stretches))


def test_verdict_names_the_share_and_the_patterns(report):
    share, cause = document(report)["head"]["verdict"]

    assert share["say"] == "{share} of the time is database."
    assert cause["values"] == {"n": 24, "all": 25, "k": 2}
    assert "N+1" in cause["say"]


def test_verdict_on_a_failure_begins_with_what_failed_and_where(report):
    origin = Origin(file="blog/views.py", line=42, function="share")
    error = ExceptionInfo(type="builtins.ZeroDivisionError", message="division\nby zero " * 40,
                          origin=origin)  # fmt: skip
    failed = replace(report.profile, exception=error)

    failure, share = document(analyse(failed))["head"]["verdict"]

    assert failure["say"] == "{error} at {place}: {message}."
    assert failure["values"]["error"] == "ZeroDivisionError"
    assert failure["values"]["place"]["at"]["line"] == 42
    assert failure["values"]["message"].startswith("division by zero")
    assert len(failure["values"]["message"]) <= 160
    assert share["say"].startswith("{share} of the time")


def test_findings_carry_letters_on_their_spans(report):
    made = document(report)
    bars = timeline(made)["bars"]
    marked = [
        number for number, finding in zip(bars["id"], bars["finding"], strict=True) if finding == 0
    ]

    assert made["head"]["findings"][0]["letter"] == "A"
    assert marked == list(report.findings[0].span_ids)


def test_card_goes_from_what_is_wrong_to_what_proves_it(report):
    split = panel(document(report), "queries")["blocks"][0]
    item = next(one for one in split["items"] if one.get("letter") == "A")

    headings = [block["text"] for block in walk(item["blocks"]) if block["kind"] == "heading"]

    assert headings[0] == "Post.tags is queried 12 times"
    assert headings[1:] == ["Cause", "Queryset", "Fix", "Evidence", "SQL"]


def test_list_of_statements_counts_sql_and_says_what_the_orm_adds(report):
    split = panel(document(report), "queries")["blocks"][0]
    database = next(one for one in document(report)["head"]["categories"] if one["id"] == "db")
    shapes = [item for item in split["items"] if not item["id"].startswith("together:")]

    assert sum(item["total_ns"] for item in shapes) == report.totals.db_ns
    assert split["note"]["values"]["time"] == {"ns": report.totals.db_ns}
    assert split["note"]["values"]["whole"] == {"ns": database["ns"]}


def test_card_says_that_its_cost_includes_the_orm(report):
    costlier = [replace(one, cost_ns=one.cost_ns + MS) for one in report.findings]
    made = document(replace(report, findings=tuple(costlier)))

    assert "with the ORM, {share} of the time" in json.dumps(panel(made, "queries"))
    assert "with the ORM, {share} of the time" not in json.dumps(document(report))


def test_failing_builder_costs_its_own_tab_only(report):
    def broken(_report):
        raise ValueError("no such table")

    *others, failed = build_panels(report, [broken])

    assert len(others) == 10
    assert failed["blocks"][0]["tone"] == "warn"
    assert "no such table" in json.dumps(failed)


@pytest.mark.parametrize("wrong", [None, Panel(id="x", title="X", blocks=(object(),))])
def test_builder_that_returns_no_data_is_told_so_in_its_tab(report, wrong):
    failed = build_panels(report, [lambda _report: wrong])[-1]

    assert "TypeError" in json.dumps(failed)


def test_document_stays_small_per_span():
    made = json.dumps(document(analyse(many_spans(1_000))), separators=(",", ":"))

    assert len(made) / 1_000 <= 300


def test_cycle_without_any_span_inside_has_all_panels():
    profile = slow_page()
    bare = replace(profile, spans=profile.spans[:1], request=None, response=None)

    made = document(analyse(bare))

    assert made["head"]["duration_ns"] == bare.duration_ns > MS
    assert len(made["panels"]) == 10
