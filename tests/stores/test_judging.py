"""Nothing is judged until somebody looks; then what is looked at is, once."""

from __future__ import annotations

import math
from datetime import date

import pytest

from cycleprof.analysis import analyse
from cycleprof.analysis.rules import name_of_rules
from cycleprof.analysis.silencing import Silence, parse_pattern
from cycleprof.model import Thresholds
from cycleprof.stores import Slice, StoreError, keep_to, look_up, make_entry, parse_query
from cycleprof.stores.memory import MemoryStore
from cycleprof.stores.summary import verdict
from tests.stores.profiles import make_profile

REPEATED = ("SELECT * FROM post WHERE id = 1",) * 3
START = 1_800_000_000_000_000_000


class Judge:
    """Judges, and remembers whom."""

    def __init__(self):
        self.paths = []

    def __call__(self, profile):
        self.paths.append(profile.request.path)
        return analyse(profile)


@pytest.fixture
def judge():
    return Judge()


def fill(store, count, repeated=()):
    """Profiles /0/, /1/ and so on, the oldest first; those named repeat a query."""
    store.save(
        [
            make_entry(
                make_profile(
                    f"/{number}/",
                    started_ns=START + number * 1_000_000_000,
                    queries=REPEATED if number in repeated else ("SELECT 1",),
                )
            )
            for number in range(count)
        ]
    )


def look(store, query, judge, limit=10, patience=math.inf, **edges):
    return look_up(store, parse_query(query), judge, Slice(limit, **edges), patience=patience)


def paths(found):
    return [one.path for one in found.summaries]


def test_what_is_written_is_not_judged(store):
    fill(store, 1, repeated={0})
    (row,) = store.find((), limit=5)
    assert (row.findings, row.codes, dict(row.stages)) == (None, (), {})
    assert row.queries == 3
    assert row.db_ns == 3_000


def test_a_list_judges_what_it_shows_and_keeps_it(store, judge):
    fill(store, 5, repeated={4})
    assert [one.findings for one in look(store, "", judge, limit=2).summaries] == [1, 0]
    assert judge.paths == ["/4/", "/3/"]
    assert [one.findings for one in store.find((), limit=3)] == [1, 0, None]
    (newest,) = look(store, "", judge, limit=1).summaries
    assert (newest.codes, set(newest.stages)) == (("CP007",), {"db"})
    assert len(judge.paths) == 2


@pytest.mark.parametrize("query", ["finding:CP007", "findings:>0", "findings:1 path:/"])
def test_a_query_for_findings_finds_them_among_what_nobody_has_looked_at(store, judge, query):
    fill(store, 45, repeated={1, 30})
    found = look(store, query, judge)
    assert (paths(found), found.complete) == (["/30/", "/1/"], True)


def test_profiles_without_findings_are_only_those_that_were_judged(store, judge):
    fill(store, 4, repeated={2})
    assert paths(look(store, "-findings:>0", judge)) == ["/3/", "/1/", "/0/"]
    assert paths(look(store, "-finding:CP007", judge)) == ["/3/", "/1/", "/0/"]


def test_only_what_can_match_the_rest_of_a_query_is_judged(store, judge):
    fill(store, 30, repeated={7})
    assert paths(look(store, "path:=/7/ finding:CP007", judge)) == ["/7/"]
    assert judge.paths == ["/7/"]


def test_a_full_page_needs_no_more_judging(store, judge):
    fill(store, 100, repeated=set(range(100)))
    assert len(look(store, "findings:>0", judge, limit=3).summaries) == 3
    assert len(judge.paths) == 20


def test_pages_of_findings_follow_each_other(store, judge):
    fill(store, 60, repeated={3, 25, 50})
    first = look(store, "findings:>0", judge, limit=2)
    second = look(store, "findings:>0", judge, limit=2, before=first.summaries[-1].id)
    assert paths(first) + paths(second) == ["/50/", "/25/", "/3/"]
    oldest = second.summaries[-1].id
    assert paths(look(store, "findings:>0", judge, limit=1, after=oldest)) == ["/25/"]


def test_where_time_runs_out_the_answer_says_so(store, judge):
    fill(store, 3, repeated={0})
    found = look(store, "findings:>0", judge, patience=-1)
    assert (paths(found), found.complete) == ([], False)
    rows = look(store, "", judge, patience=-1)
    assert [one.findings for one in rows.summaries] == [None, None, None]
    assert judge.paths == []


def test_a_profile_that_cannot_be_judged_does_not_hide_the_others(caplog):
    store = MemoryStore()
    fill(store, 3, repeated={2})

    def judge(profile):
        if profile.request.path == "/1/":
            raise RuntimeError("no")
        return analyse(profile)

    found = look(store, "findings:>0", judge)
    assert (paths(found), found.complete) == (["/2/"], False)
    assert "could not judge" in caplog.text


def test_a_store_that_cannot_be_written_is_judged_all_the_same(judge):
    class ReadOnly(MemoryStore):
        def keep_verdicts(self, verdicts):
            raise StoreError("read only", "never mind")

    store = ReadOnly()
    fill(store, 1, repeated={0})
    assert [one.findings for one in look(store, "", judge).summaries] == [1]


def test_a_verdict_about_a_profile_that_is_gone_changes_nothing(store, judge):
    fill(store, 2)
    verdicts = [verdict(analyse(store.get(one.id))) for one in store.find((), limit=2)]
    store.delete([verdicts[0].id])
    store.keep_verdicts(verdicts)
    assert [one.findings for one in store.find((), limit=5)] == [0]


def test_what_other_rules_have_told_is_judged_anew(store, judge):
    fill(store, 3, repeated={2})
    query = parse_query("")
    for rules in ("one", "one", "two", "two"):
        found = look_up(keep_to(store, rules), query, judge, Slice(10), patience=math.inf)
        assert [one.findings for one in found.summaries] == [1, 0, 0]
    assert len(judge.paths) == 2 * 3
    store.follow("three")
    assert [(one.findings, one.codes) for one in store.find((), limit=1)] == [(None, ())]


def test_a_query_for_findings_goes_by_the_rules_in_force(store, judge):
    fill(store, 3, repeated={2})
    query = parse_query("finding:CP007")
    found = look_up(keep_to(store, "strict"), query, judge, Slice(10), patience=math.inf)
    assert paths(found) == ["/2/"]

    def lenient(profile):
        return analyse(profile, Thresholds(duplicate_queries=50))

    found = look_up(keep_to(store, "lenient"), query, lenient, Slice(10), patience=math.inf)
    assert paths(found) == []


def test_rules_have_another_name_where_they_judge_otherwise():
    pattern = parse_pattern({"code": "CP007", "until": "2026-01-31"})
    names = [
        name_of_rules("1"),
        name_of_rules("2"),
        name_of_rules("1", Thresholds(repeats=6)),
        name_of_rules("1", None, Silence(patterns=(pattern,), today=date(2026, 1, 31))),
    ]
    assert len(set(names)) == len(names)
    over = Silence(patterns=(pattern,), today=date(2026, 2, 1))
    assert name_of_rules("1", None, over) == name_of_rules("1") == names[0]
