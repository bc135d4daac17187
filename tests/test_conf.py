"""Settings are parsed once, and what is wrong in them is named with the nearest right name."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

import pytest
from django.core.checks import run_checks

from cycleprof.conf import ENTRIES, Config, parse
from cycleprof.runtime import get_runtime, judge
from tests.analysis.hand_made import Sheet


def test_nothing_set_means_the_defaults():
    assert parse({}) == (Config(), ())


def test_a_misspelt_key_names_the_nearest():
    _, (problem,) = parse({"URL_PREFX": "/x/"})
    assert problem.hint == "Did you mean 'URL_PREFIX'?"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ENABLED", "yes"), ("SAMPLE", 2), ("SAMPLE", True), ("URL_PREFIX", "x"), ("STORE", None),
        ("MAX_PROFILES", 0), ("MAX_PER_ROUTE", 0), ("MAX_SPANS", 1.5),
        ("EXCLUDE", "/media/"), ("EXCLUDE", [1]), (7, 7),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_and_keeps_its_default(key, value):
    config, problems = parse({key: value})
    assert config == Config()
    assert len(problems) == 1
    assert str(key) in problems[0].message


def test_a_wrong_pattern_is_named_by_its_number():
    _, (problem,) = parse({"IGNORE": [{"code": "CP001"}, {"cod": "CP001"}, 5]})
    assert "entry 1" in problem.message
    assert "entry 2" in problem.message


def test_checks_report_a_tab_that_cannot_be_imported(settings):
    assert _ids(settings, ENABLED=False, PANELS=["no.such.tab"]) == ["cycleprof.E004"]


def test_the_whole_may_be_wrong():
    assert "not a dict" in parse([1])[1][0].message


def test_the_store_keeps_what_the_settings_say(settings):
    settings.CYCLEPROF = {"STORE": "memory://", "MAX_PROFILES": 9, "MAX_PER_ROUTE": 7, "MAX_AGE": 5}
    kept = get_runtime().writer._retention
    assert (kept.profiles, kept.per_route, kept.seconds) == (9, 7, 5)


def _ids(settings, **values):
    settings.CYCLEPROF = values
    return [message.id for message in run_checks(tags=["cycleprof"])]


def test_checks_report_what_is_wrong(settings):
    assert _ids(settings, ENABLED=False) == []
    assert _ids(settings, ENABLED=False, NO_SUCH=1) == ["cycleprof.E001"]
    assert _ids(settings, ENABLED=False, STORE="mongo://x") == ["cycleprof.E002"]
    assert _ids(settings, ENABLED=False, ACCESS="no.such.thing") == ["cycleprof.E003"]


def test_checks_warn_of_a_tool_that_is_on_in_production(settings):
    assert _ids(settings, ENABLED=True) == ["cycleprof.W001"]


def test_checks_warn_of_middleware_outside_of_ours(settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "cycleprof.middleware.CycleprofMiddleware"]
    assert "cycleprof.W002" in _ids(settings, ENABLED=True)


def test_every_key_is_explained_in_the_readme():
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    for name in Config._fields:
        assert f"`{name.upper()}`" in readme


def test_every_threshold_can_be_set_and_is_explained_in_the_readme():
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    config, problems = parse({"THRESHOLDS": dict.fromkeys(ENTRIES, 7), "SLOW_QUERY_MS": 7})

    assert problems == ()
    assert set(astuple(config.judged_by)) == {7, 7_000_000, Config().duplicate_queries}
    assert all(f"`{name}`" in readme for name in ENTRIES)


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ({"transactions_ms": 5}, "Did you mean 'transaction_ms'?"),
        ({"zzz": 5}, "Known names: repeats"),
        ({"repeats": 0}, "a whole number above zero"),
        ({"repeats": True}, "a whole number above zero"),
        ([], "a dict of whole numbers"),
    ],
)
def test_a_wrong_threshold_is_told_and_keeps_its_default(entries, told):
    config, (problem,) = parse({"THRESHOLDS": entries})

    assert config == Config()
    assert told in problem.hint


def test_the_settings_thresholds_judge_a_profile(settings):
    sheet = Sheet()
    for number in range(3):
        sheet.query(f"SELECT name FROM t WHERE id = {number}")

    settings.CYCLEPROF = {"STORE": "memory://"}
    assert judge(sheet.profile).findings == ()
    settings.CYCLEPROF = {"STORE": "memory://", "THRESHOLDS": {"repeats": 3}}
    assert [finding.code for finding in judge(sheet.profile).findings] == ["CP005"]
