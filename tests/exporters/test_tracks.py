"""Whatever overlaps what: every track opens and closes like a stack, and no span is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cycleprof.exporters._tracks import lay_out
from cycleprof.model import Span, Stage

DURATION = 1_000


@st.composite
def trees(draw):
    """Spans in order of start, children within their parents, siblings as they like."""
    spans = [Span(id=1, parent_id=None, stage=Stage.SERVER, name="root", start_ns=0,
                  end_ns=DURATION)]  # fmt: skip
    for number in range(2, draw(st.integers(2, 30))):
        parent = draw(st.sampled_from([span for span in spans if not span.overlay]))
        edges = st.integers(parent.start_ns, parent.end_ns)
        start, end = sorted((draw(edges), draw(edges)))
        spans.append(Span(id=number, parent_id=parent.id, stage=Stage.DB, name=str(number),
                          start_ns=start, end_ns=end, overlay=draw(st.booleans())))  # fmt: skip
    depths = {1: 0}
    for span in spans[1:]:
        depths[span.id] = depths[span.parent_id] + 1
    return sorted(spans, key=lambda span: (span.start_ns, depths[span.id], span.id))


@given(trees())
def test_no_span_is_lost_or_doubled(spans):
    placed = [span.id for track in lay_out(spans) for span, _ in track.spans]
    assert sorted(placed) == sorted(span.id for span in spans)


@given(trees())
def test_each_track_is_a_stack_whose_parents_are_the_spans_own(spans):
    for track in lay_out(spans):
        stack = []
        for span, depth in track.spans:
            del stack[depth:]
            assert all(one.start_ns <= span.start_ns and span.end_ns <= one.end_ns for one in stack)
            if stack:
                assert stack[-1].id == span.parent_id
            stack.append(span)


@given(trees())
def test_what_a_track_closes_has_ended_before_the_next_begins(spans):
    for track in lay_out(spans):
        stack = []
        for span, depth in track.spans:
            assert all(one.end_ns <= span.start_ns for one in stack[depth:])
            del stack[depth:]
            stack.append(span)
