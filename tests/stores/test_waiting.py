"""The queue before the store is bounded, and what is one too many comes from the busiest route."""

from __future__ import annotations

from types import SimpleNamespace

from cycleprof.stores.waiting import Waiting


def filled(*groups, recordings=3, size=100, each=10):
    waiting = Waiting(recordings, size)
    gone = sum(
        waiting.add(
            SimpleNamespace(id=f"{group}{number}", group=group, spans=each, held_bytes=each)
        )
        for number, group in enumerate(groups)
    )
    return waiting, gone


def left(waiting):
    return [one.id for one in waiting.take(100, 10_000)]


def test_what_fits_comes_out_in_the_order_it_came_in():
    waiting, gone = filled("a", "b", "a")
    assert (gone, left(waiting), len(waiting)) == (0, ["a0", "b1", "a2"], 0)


def test_the_oldest_of_the_busiest_group_goes_first():
    waiting, gone = filled("a", "b", "b", "b", "b")
    assert (gone, left(waiting)) == (2, ["a0", "b3", "b4"])


def test_among_groups_of_one_the_oldest_goes():
    waiting, gone = filled("a", "b", "c", "d")
    assert (gone, left(waiting)) == (1, ["b1", "c2", "d3"])


def test_what_they_hold_is_bounded_as_well():
    waiting, gone = filled("a", "a", "a", size=25)
    assert (gone, left(waiting)) == (1, ["a1", "a2"])


def test_one_that_is_too_large_alone_is_kept_all_the_same():
    waiting, gone = filled("a", "b", size=5)
    assert (gone, left(waiting)) == (1, ["b1"])


def test_a_batch_ends_where_its_spans_are_used_up():
    waiting, _ = filled("a", "b", "c")
    assert [one.id for one in waiting.take(5, 15)] == ["a0", "b1"]
    assert [one.id for one in waiting.take(1, 15)] == ["c2"]
