"""Whatever was recorded, in whichever order and however it overlaps, the frozen tree is true."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from cycleprof import analyse
from cycleprof.analysis import tree
from cycleprof.freeze import Facts, Paths, freeze
from cycleprof.model import Limits, Stage
from cycleprof.recorder import Details, Recorder

END = 1000


@dataclass
class Work:
    parent: int
    start: int
    end: int
    stage: str
    overlay: bool


works = st.lists(
    st.builds(
        lambda parent, start, length, stage, overlay: Work(
            parent, start, start + length, stage, overlay
        ),
        parent=st.integers(0, 12),
        start=st.integers(0, END + 50),
        length=st.integers(0, END),
        stage=st.sampled_from([stage.value for stage in Stage]),
        overlay=st.booleans(),
    ),
    max_size=25,
)


def frozen(some):
    """A profile of spans that begin and end at any time, under any parent or none."""
    recorder = Recorder("server", lambda _: Details("root"), None, limit=1000, start=0)
    for number, work in enumerate(some, start=2):
        leaf = work.overlay
        parent = work.parent if work.parent in {1, *range(2, number)} else 99
        if parent > 1 and parent - 2 < len(some) and some[parent - 2].overlay:
            parent = 1  # nothing lies within an overlay
        recorder.add(
            (number, parent, work.stage, lambda raw: Details("work", overlay=raw), leaf,
             work.start, work.end, 1, None, "ok", None)
        )  # fmt: skip
    recorder.root.end(END, "ok")
    recorder.closed = True
    return freeze(recorder, Facts(kind="block", name="x"), Limits(), Paths("/"))


@given(works)
@settings(max_examples=300, deadline=None)
def test_children_lie_inside_their_parents_and_come_after_them(some):
    profile = frozen(some)
    seen = {}
    for span in profile.spans:
        assert 0 <= span.start_ns <= span.end_ns <= profile.duration_ns
        if span.parent_id is not None:
            parent = seen[span.parent_id]
            assert parent.start_ns <= span.start_ns
            assert span.end_ns <= parent.end_ns
        seen[span.id] = span
    assert [span.parent_id for span in profile.spans].count(None) == 1


@given(works)
@settings(max_examples=300, deadline=None)
def test_exclusive_times_and_the_unaccounted_make_up_the_duration(some):
    report = analyse(frozen(some))
    exclusive = sum(stage.exclusive_ns for stage in report.stages)
    assert exclusive + report.totals.unaccounted_ns == report.profile.duration_ns


@given(works)
@settings(max_examples=200, deadline=None)
def test_every_moment_belongs_to_the_deepest_span_that_started_last(some):
    spans = frozen(some).spans
    depth, owned = tree.depths(spans), dict.fromkeys((span.id for span in spans), 0)
    edges = sorted({edge for span in spans for edge in (span.start_ns, span.end_ns)})
    for moment, following in pairwise(edges):
        open_ones = [
            span
            for span in spans
            if span.start_ns <= moment and span.end_ns >= following and not span.overlay
        ]
        owner = max(open_ones, key=lambda span: (depth[span.id], span.start_ns, span.id))
        owned[owner.id] += following - moment
    assert tree.exclusive(spans) == owned


@given(works)
@settings(max_examples=100, deadline=None)
def test_inclusive_time_is_at_most_the_duration_and_at_least_the_exclusive(some):
    report = analyse(frozen(some))
    for stage in report.stages:
        assert stage.exclusive_ns <= stage.inclusive_ns <= report.profile.duration_ns


def test_what_began_after_the_end_is_counted_as_dropped():
    profile = frozen([Work(1, END + 1, END + 2, "db", overlay=False)])
    assert (len(profile.spans), profile.dropped.spans) == (1, 1)
    assert profile.dropped.stages == {}  # there would have been room


def test_a_child_that_is_cut_off_comes_after_the_parent_that_started_with_it():
    parent = Work(1, 156, END, "server", overlay=False)
    profile = frozen([parent, Work(2, 156, END + 1, "server", overlay=False)])
    assert [(span.id, span.parent_id) for span in profile.spans] == [(1, None), (2, 1), (3, 2)]
