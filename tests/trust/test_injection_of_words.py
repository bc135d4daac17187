"""A line fails while spans are put into words: the profile is there and says which instrument."""

from __future__ import annotations

import sys

import pytest

from cycleprof.freeze import Recording
from cycleprof.model import Limits
from cycleprof.runtime import get_runtime
from cycleprof.stores.writer import Writer
from tests.trust.injection import told, tracing
from tests.trust.test_injection import attempt, pytestmark, subjects

__all__ = ["pytestmark", "subjects"]

CONSTANT = "instruments/_own_cycle.py"
"""Where what is known of a cycle was made before, and is only handed out."""


@pytest.fixture
def recorders(subjects, monkeypatch):
    """What each subject's recorder holds, with the way to its facts, before any word is made."""
    found = {}
    taken = []
    monkeypatch.setattr(Writer, "submit", lambda _, recording: taken.append(recording))
    for name, subject in subjects.items():
        attempt(subject)
        taken.clear()
        attempt(subject)
        for recording in taken:
            found.setdefault(name, (recording._recorder, recording._facts))
    return found


def words(recorder, facts):
    limits = Limits()
    return Recording(recorder, facts, limits, get_runtime().paths).profile


def test_no_line_that_describes_can_cost_more_than_its_own_span(recorders, caplog):
    passed = {}
    for name, (recorder, facts) in recorders.items():
        with tracing() as tracer:
            words(recorder, facts)
        for point in tracer.seen:
            if not told(point).startswith(CONSTANT):
                passed.setdefault(point, name)
    assert len(passed) > 200
    problems, tried = [], 0
    for point in sorted(passed):
        recorder, facts = recorders[passed[point]]
        caplog.clear()
        before = dict(recorder.faults)
        try:
            with tracing(point) as tracer:
                profile = words(recorder, facts)
        except Exception as error:  # noqa: BLE001 - that is what must not be
            problems.append(f"{told(point)} at {passed[point]}: {error!r}")
            continue
        finally:
            recorder.faults.clear()
            recorder.faults.update(before)
        tried += tracer.failed
        if tracer.failed and not admits(profile, caplog):
            problems.append(f"{told(point)} at {passed[point]}: nobody tells")
    sys.stdout.write(f"{tried} of {len(passed)}\n" + "\n".join(problems))
    assert problems == []


def admits(profile, caplog):
    return (
        any(one.name == "cycleprof" for one in caplog.records)
        or any(key.startswith("instrument.") for key in profile.versions)
        or any("cycleprof.error" in span.attributes for span in profile.spans)
    )
