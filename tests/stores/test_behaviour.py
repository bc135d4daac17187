"""What every store does, whichever it is."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from cycleprof.stores import Retention, parse_query
from tests.stores.profiles import entry, series

DAY_NS = 86_400_000_000_000


def ids(summaries):
    return [summary.id for summary in summaries]


def test_a_saved_profile_comes_back_equal(store):
    one = entry(queries=("SELECT 1",))
    store.save([one])
    assert store.get(one.profile.id) == one.profile


def test_an_unknown_id_gives_none(store):
    assert store.get("0" * 32) is None


def test_a_summary_comes_back_equal(store):
    one = entry(status=404, queries=("SELECT 1",) * 4)
    store.save([one])
    assert store.find((), limit=10) == [one.summary]


def test_saving_an_id_again_replaces_it(store):
    one = entry()
    store.save([one])
    store.save([one])
    assert len(store.find((), limit=10)) == 1


def test_lists_begin_with_the_newest(store):
    entries = series(3)
    store.save(entries)
    assert ids(store.find((), limit=10)) == [one.summary.id for one in reversed(entries)]


def test_pages_follow_each_other_without_gap(store):
    entries = series(5)
    store.save(entries)
    first = ids(store.find((), limit=2))
    second = ids(store.find((), limit=2, before=first[-1]))
    assert first + second == [one.summary.id for one in reversed(entries)][:4]


def test_after_gives_those_that_came_next(store):
    entries = series(5)
    store.save(entries)
    found = store.find((), limit=2, after=entries[1].summary.id)
    assert ids(found) == [entries[3].summary.id, entries[2].summary.id]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status:404", ["/gone/"]),
        ("status:4xx", ["/gone/"]),
        ("-status:404", ["/slow/", "/posts/"]),
        ("duration:>100ms", ["/slow/"]),
        ("duration:40ms..60ms", ["/gone/", "/posts/"]),
        ("queries:>=3", ["/posts/"]),
        ("finding:cp007", ["/posts/"]),
        ("-finding:CP007", ["/slow/", "/gone/"]),
        ("path:SLOW", ["/slow/"]),
        ("path:=/slow/", ["/slow/"]),
        ("path:=/slow", []),
        ("-path:slow", ["/gone/", "/posts/"]),
        ("sql:blog_tag", ["/gone/"]),
        ("blog_tag", ["/gone/"]),
        ('"from blog_post"', ["/posts/"]),
        ("-blog_post", ["/slow/", "/gone/"]),
        ("size:>=2kB", ["/slow/", "/gone/", "/posts/"]),
        ("size:>2kB", []),
        ("age:>1h", ["/posts/"]),
        ("age:<1h", ["/slow/", "/gone/"]),
        ("pinned:yes", []),
        ("kind:request method:get posts", ["/posts/"]),
    ],
)
def test_a_query_finds(store, query, expected):
    now = time.time_ns()
    origin = {"queries": ("SELECT * FROM blog_post WHERE id = 1",) * 3}
    posts = entry("/posts/", started_ns=now - DAY_NS, **origin)
    gone = entry("/gone/", started_ns=now - 2_000_000_000, status=404,
                 queries=("SELECT 1 FROM blog_tag",))  # fmt: skip
    slow = entry("/slow/", started_ns=now - 1_000_000_000, duration_ns=200_000_000)
    store.save([posts, gone, slow])
    assert [one.path for one in store.find(parse_query(query), limit=10)] == expected


def test_a_percent_sign_and_an_underscore_are_letters(store):
    store.save([entry("/a_b/"), entry("/axb/"), entry("/100%/")])
    assert [one.path for one in store.find(parse_query("path:a_b"), limit=9)] == ["/a_b/"]
    assert [one.path for one in store.find(parse_query("path:100%"), limit=9)] == ["/100%/"]


def test_text_that_is_no_valid_unicode_is_kept(store):
    one = entry("/caf\udce9/")
    store.save([one])
    assert store.get(one.profile.id) == one.profile
    assert len(store.find((), limit=10)) == 1


def test_a_pinned_profile_says_so_and_can_be_found(store):
    one = entry()
    store.save([one])
    assert store.pin(one.summary.id, pinned=True) is True
    assert [found.pinned for found in store.find(parse_query("pinned:yes"), limit=9)] == [True]
    assert store.pin(one.summary.id, pinned=False) is True
    assert store.find(parse_query("pinned:yes"), limit=9) == []


def test_pinning_what_is_not_there_says_so(store):
    assert store.pin("0" * 32, pinned=True) is False


def test_a_rewritten_profile_keeps_its_row(store):
    one = entry()
    store.save([one])
    store.pin(one.summary.id, pinned=True)
    changed = replace(one.profile, overhead_ns=77)
    assert store.rewrite(changed) is True
    assert store.get(one.summary.id) == changed
    assert store.find((), limit=9) == [replace(one.summary, pinned=True)]


def test_what_is_gone_is_not_written_again(store):
    one = entry()
    assert store.rewrite(one.profile) is False
    assert store.get(one.summary.id) is None
    assert store.find((), limit=9) == []


def test_deleting_tells_how_many_there_were(store):
    entries = series(3)
    store.save(entries)
    assert store.delete([entries[0].summary.id, "0" * 32]) == 1
    assert store.get(entries[0].summary.id) is None
    assert len(store.find((), limit=10)) == 2


def test_pruning_by_count_keeps_the_newest(store):
    entries = series(9)
    store.save(entries)
    gone = store.prune(Retention(profiles=4, slowest=0, sampled=0))
    assert gone == 5
    assert ids(store.find((), limit=99)) == [one.summary.id for one in reversed(entries[5:])]


def test_pruning_by_age(store):
    old = entry(started_ns=time.time_ns() - 2 * DAY_NS)
    store.save([old, entry()])
    assert store.prune(Retention(seconds=86_400)) == 1
    assert store.get(old.summary.id) is None


def test_pruning_by_bytes(store):
    store.save(series(4))
    assert store.prune(Retention(size=1)) == 4


def test_pruning_within_the_bounds_removes_nothing(store):
    store.save(series(4))
    assert store.prune(Retention()) == 0


def test_pruning_spares_what_is_pinned(store):
    old = entry(started_ns=time.time_ns() - 30 * DAY_NS)
    store.save([old, *series(3)])
    store.pin(old.summary.id, pinned=True)
    store.prune(Retention(profiles=1, size=1))
    assert ids(store.find((), limit=9)) == [old.summary.id]


def test_an_address_that_is_polled_does_not_push_the_others_out(store):
    rare = series(2, "/rare/")
    store.save([*rare, *series(20, "/poll/")])
    store.prune(Retention(per_route=5))
    paths = [one.path for one in store.find((), limit=99)]
    assert sorted(paths) == ["/poll/"] * 5 + ["/rare/"] * 2


def test_the_slowest_of_a_route_outlives_newer_ones(store):
    slow = entry("/posts/", started_ns=time.time_ns() - 60_000_000_000, duration_ns=9_000_000_000)
    store.save([slow, *series(9)])
    store.prune(Retention(profiles=3, slowest=1, sampled=0))
    assert slow.summary.id in ids(store.find((), limit=99))


def test_a_route_s_share_leaves_its_slowest_some_others_and_the_pinned(store):
    old = time.time_ns() - 3_600_000_000_000
    pinned = entry("/poll/", started_ns=old)
    slow = [entry("/poll/", started_ns=old, duration_ns=8_000_000_000 + n) for n in range(3)]
    store.save([pinned, *slow, *series(40, "/poll/")])
    store.pin(pinned.summary.id, pinned=True)
    store.prune(Retention(per_route=10))
    left = ids(store.find((), limit=99))
    assert {pinned.summary.id, *(one.summary.id for one in slow)} <= set(left)
    assert len(left) == 10


def test_a_closed_store_opens_again(store):
    one = entry()
    store.save([one])
    store.close()
    assert store.get(one.summary.id) == one.profile


def test_the_route_of_the_front_page_is_empty_and_not_missing(store):
    store.save([entry("/")])
    (row,) = store.find((), limit=5)
    assert row.route == ""
