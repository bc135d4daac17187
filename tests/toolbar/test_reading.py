from __future__ import annotations

from dataclasses import replace

import pytest

from cycleprof.runtime import get_runtime
from cycleprof.stores import make_entry
from cycleprof.toolbar import reading
from tests.stores.profiles import make_profile


@pytest.fixture
def judgements(monkeypatch):
    made = []

    def judge(profile):
        made.append(profile)
        return original(profile)

    original = reading.judge
    monkeypatch.setattr(reading, "judge", judge)
    return made


@pytest.fixture
def kept():
    one = make_profile()
    get_runtime().writer.store.save([make_entry(one)])
    return one


def test_parts_of_one_report_are_judged_once(kept, judgements):
    assert reading.find_report(kept.id) is reading.find_report(kept.id)
    assert len(judgements) == 1


def test_what_the_browser_adds_is_seen_at_once(kept, judgements):
    before = reading.find_report(kept.id)
    changed = replace(kept, duration_ns=kept.duration_ns + 1)
    assert get_runtime().writer.store.rewrite(changed)
    assert reading.find_report(kept.id).profile.duration_ns == before.profile.duration_ns + 1


def test_other_rules_judge_anew(kept, judgements, settings):
    reading.find_report(kept.id)
    settings.CYCLEPROF = settings.CYCLEPROF | {"THRESHOLDS": {"repeats": 7}}
    get_runtime().writer.store.save([make_entry(kept)])
    reading.find_report(kept.id)
    assert len(judgements) == 2
