"""The queue before the store is bounded, and what is one too many comes from the busiest route."""

from __future__ import annotations

from types import SimpleNamespace

from cycleprof.stores.waiting import Waiting


def filled(*groups, size=100, each=10, wanted=(), took=(), **most):
    waiting = Waiting(most.get("recordings", 3), size, most.get("share"))
    gone = sum(
        waiting.add(
            SimpleNamespace(
                id=f"{group}{number}", group=group, spans=each, held_bytes=each,
                is_wanted=number in wanted, duration_ns=took[number] if took else 1,
            )
        )
        for number, group in enumerate(groups)
    )  # fmt: skip
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


def test_a_group_that_has_more_than_its_share_gives_up_its_own():
    waiting, gone = filled("b", *"aaaaaa", "b", recordings=100, share=4, size=1_000)
    assert (gone, sorted(left(waiting))) == (2, ["a3", "a4", "a5", "a6", "b0", "b7"])


def test_the_slowest_of_a_group_stay_while_ordinary_ones_can_go():
    took = [1, 9, 2, 8, 3, 7, 4, 5]
    waiting, gone = filled(*"aaaaaaaa", recordings=100, share=4, size=1_000, took=took)
    assert (gone, sorted(left(waiting))) == (4, ["a1", "a3", "a5", "a7"])


def test_what_failed_or_a_browser_asked_for_outlasts_ordinary_ones():
    waiting, gone = filled(*"aaaaaaaa", recordings=100, share=5, wanted={0, 2})
    assert gone == 3
    assert {"a0", "a2", "a7"} < set(left(waiting))


def test_what_a_browser_asked_for_is_written_before_what_came_earlier():
    waiting, _ = filled(*"aaaaaa", recordings=100, wanted={4})
    assert left(waiting) == ["a4", "a0", "a1", "a2", "a3", "a5"]


def test_the_newest_stays_also_where_it_alone_is_worth_more():
    waiting, gone = filled(*"aaa", recordings=100, share=2, wanted={2})
    assert (gone, "a2" in left(waiting)) == (1, True)


def test_where_all_are_wanted_the_oldest_goes():
    waiting, gone = filled(*"aaaaa", recordings=100, share=3, wanted=range(5))
    assert (gone, left(waiting)) == (2, ["a2", "a3", "a4"])


def test_the_newest_never_goes_whatever_the_others_are():
    waiting, gone = filled(*"aaaaa", recordings=100, share=3, wanted=range(4))
    assert (gone, left(waiting)) == (2, ["a2", "a3", "a4"])


def test_a_rare_group_does_not_wait_for_a_busy_one():
    waiting, _ = filled(*"aaaaaabaac", recordings=100)
    assert [one.id for one in waiting.take(5, 1_000)] == ["a0", "b6", "c9", "a1", "a2"]


def test_it_is_crowded_before_something_has_to_go():
    assert not filled("a", "b", recordings=5)[0].is_crowded
    assert filled("a", "b", "c", recordings=5)[0].is_crowded
    assert filled("a", "b", size=35)[0].is_crowded


def test_nothing_is_left_of_what_was_taken():
    waiting, _ = filled(*"aabbaabb", recordings=100, share=3, wanted={0, 3})
    assert len(left(waiting)) == 6
    assert (len(waiting), waiting._bytes, waiting._groups, waiting._sizes) == (0, 0, {}, {})
