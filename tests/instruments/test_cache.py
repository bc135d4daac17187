"""Caches: what was asked, of which cache, and whether it was there."""

from __future__ import annotations

import pickle

import pytest
from django.core.cache import cache, caches
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.utils.functional import SimpleLazyObject

from cycleprof import analyse, profile
from cycleprof.model import Stage
from cycleprof.recorder import ACTIVE, Details, Recorder
from tests.profiles import one, outline, profile_of

HIT = "cycleprof.cache.hit"


@pytest.fixture(autouse=True)
def _empty():
    cache.clear()


def _only(session):
    (span,) = [span for span in session.profile.spans if span.stage is Stage.CACHE]
    return span


def test_a_miss_and_a_hit_with_their_key_alias_and_line():
    with profile("reads") as session:
        cache.get("a")
        cache.set("a", "value")
        cache.get("a")
    miss, stored, hit = session.profile.spans[1:]
    assert [span.attributes.get(HIT) for span in (miss, stored, hit)] == [False, None, True]
    assert hit.attributes["cycleprof.cache.key"] == "a"
    assert hit.attributes["cycleprof.alias"] == "default"
    assert hit.attributes["cycleprof.cache.size"] == 5
    assert hit.origin.file == "tests/instruments/test_cache.py"


@pytest.mark.parametrize("default", [None, 0, "", (), "x"])
def test_a_stored_value_that_equals_the_default_is_a_hit(default):
    cache.set("a", default)
    with profile("read") as session:
        assert cache.get("a", default) == default
        assert cache.get("b", default) is default
    assert [span.attributes[HIT] for span in session.profile.spans[1:]] == [True, False]


def test_a_default_that_might_be_called_is_handed_on_as_it_is():
    with profile("read") as session:
        assert cache.get("a", dict) is dict
    assert _only(session).attributes[HIT] is None


def test_arguments_may_be_named():
    with profile("read") as session:
        assert cache.get(default=3, key="a") == 3
    assert _only(session).attributes["cycleprof.cache.key"] == "a"


def test_get_or_set_is_one_operation_and_tells_what_it_found():
    with profile("twice") as session:
        assert cache.get_or_set("a", lambda: "made") == "made"
        assert cache.get_or_set("a", lambda: "again") == "made"
    assert outline(session.profile, Stage.CACHE) == ["cache get_or_set", "cache get_or_set"]
    assert [span.attributes[HIT] for span in session.profile.spans[1:]] == [False, True]


def test_what_a_default_s_function_asks_of_another_key_is_its_own_span():
    with profile("nested") as session:
        cache.get_or_set("a", lambda: cache.get("b", "b"))
    assert outline(session.profile, Stage.CACHE) == ["cache get_or_set", "  cache get"]


def test_many_keys_count_their_hits():
    cache.set("a", 1)
    with profile("read") as session:
        assert cache.get_many(key for key in "abc") == {"a": 1}
    attributes = _only(session).attributes
    assert attributes["cycleprof.cache.key"] == ["a", "b", "c"]
    assert (attributes["cycleprof.cache.hits"], attributes["cycleprof.cache.misses"]) == (1, 2)
    assert attributes[HIT] is False


def test_every_operation_is_one_span():
    with profile("all") as session:
        cache.set_many({"a": 1, "b": 2})
        cache.add("a", 1)
        cache.incr("a")
        cache.decr("a")
        cache.touch("a")
        assert "a" in cache
        cache.delete("a")
        cache.delete_many(["b"])
        cache.clear()
    assert [span.name for span in session.profile.spans[1:]] == [
        "set_many", "add", "incr", "decr", "touch", "has_key", "delete", "delete_many", "clear",
    ]  # fmt: skip


async def test_async_operations_are_one_span_each_as_well():
    async with profile("async") as session:
        assert await cache.aget("a", 7) == 7
        await cache.aset("a", 1)
        assert await cache.aget_or_set("a", 2) == 1
        await cache.aget_many(["a"])
    spans = [span for span in session.profile.spans if span.stage is Stage.CACHE]
    assert [(span.name, span.attributes.get(HIT)) for span in spans] == [
        ("get", False), ("set", None), ("get_or_set", True), ("get_many", True),
    ]  # fmt: skip


def test_totals_count_each_read_once():
    with profile("reads") as session:
        cache.get_or_set("a", 1)
        cache.get("a")
    totals = analyse(session.profile).totals
    assert (totals.cache_hits, totals.cache_misses) == (1, 1)


def test_the_key_of_a_session_is_masked():
    with profile("read") as session:
        cache.get("django.contrib.sessions.cacheabcdefgh")
    assert _only(session).attributes["cycleprof.cache.key"] == "django.contrib.sessions.********"


def test_a_cache_made_by_hand_is_seen_too():
    mine = LocMemCache("mine", {})
    with profile("read") as session:
        mine.get("a")
    assert _only(session).attributes["cycleprof.alias"] is None


def test_a_failing_operation_fails_for_the_caller():
    with profile("fails") as session, pytest.raises(ValueError, match="not found"):
        cache.incr("nothing")
    assert _only(session).status == "error"


def test_a_hooked_class_stays_what_it_was():
    assert isinstance(caches["default"], LocMemCache)
    assert LocMemCache.get.__doc__ == LocMemCache.get.__wrapped__.__doc__
    assert pickle.loads(pickle.dumps(LocMemCache)) is LocMemCache


@pytest.mark.django_db
@pytest.mark.urls("tests.instruments.pages")
def test_a_cached_page_is_answered_by_the_cache(client):
    first, second = (profile_of(client.get("/cached/")) for _ in range(2))
    assert one(first, "cache_page").attributes["cycleprof.cache.page"] == "miss"
    assert one(second, "cache_page").attributes["cycleprof.cache.page"] == "hit"
    assert one(second, "cache_page").parent_id == one(second, "tests.instruments.pages.plain").id


def test_operations_beyond_the_limit_are_counted_and_late_ones_are_not():
    recorder = Recorder("server", lambda _: Details("a cycle"), None, limit=3)
    before = ACTIVE.get()
    ACTIVE.set(recorder.root)
    try:
        for _ in range(5):
            cache.get("a")
        kept = (len(recorder.records), sum(recorder.lost.values()))
        recorder.finish()
        cache.get("a")
    finally:
        ACTIVE.set(before)
    assert kept == (3, 2)
    assert (len(recorder.records), sum(recorder.lost.values())) == (4, 2)  # with the root


def test_a_failed_operation_tells_what_was_raised():
    with profile("fails") as session, pytest.raises(TypeError):
        cache.set("a", "value", timeout="soon")
    span = _only(session)
    assert (span.status, span.attributes["exception.type"]) == ("error", "builtins.TypeError")


def test_a_lazy_value_is_left_as_lazy_as_it_was():
    asked = []
    lazy = SimpleLazyObject(lambda: asked.append(1) or "value")
    with profile("lazy"):
        DummyCache("nowhere", {}).set("key", lazy)
    assert asked == []
