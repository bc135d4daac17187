from __future__ import annotations

import pytest

from cycleprof.gate.fills import CacheCall, Window, is_within, windows

LOCAL = "django.core.cache.backends.locmem.LocMemCache"


def call(name, at, *keys, hit=None, alias="default", backend=LOCAL):
    return CacheCall(name, alias, keys or ("k",), hit, backend, at, at + 1)


def test_from_a_miss_to_the_end_of_what_fills_it():
    calls = [call("get", 10, hit=False), call("set", 20)]
    assert windows(calls, ()) == [Window(11, 21)]
    assert windows(reversed(calls), ()) == [Window(11, 21)]


@pytest.mark.parametrize(
    "calls",
    [
        [call("get", 10, hit=True), call("set", 20)],
        [call("get", 10, "a", hit=False), call("set", 20, "b")],
        [call("get", 10, hit=False), call("set", 20, alias="other")],
        [call("set", 10), call("get", 20, hit=False)],
        [call("get_or_set", 10, hit=True)],
        [call("get_or_set", 10, hit=False, backend="django.core.cache.backends.dummy.DummyCache")],
        [
            call("get", 10, "django.contrib.sessions.***", hit=False),
            call("set", 20, "django.contrib.sessions.***"),
        ],
    ],
)
def test_what_fills_no_lasting_cache_is_none(calls):
    assert windows(calls, ()) == []


def test_several_keys_and_those_given_by_a_function_fill_too():
    many = [call("get_many", 1, "a", "b", hit=False), call("set_many", 5, "b", "a")]
    assert windows(many, ()) == [Window(2, 6)]
    assert windows([call("get_or_set", 7, hit=False)], ()) == [Window(7, 8)]


def test_a_cache_that_the_test_has_cleared_depends_on_no_other_test():
    calls = [call("get", 10, hit=False), call("set", 20)]
    assert windows(calls, {"default"}) == []
    assert windows(calls, {"other"}) == [Window(11, 21)]


def test_only_what_lies_wholly_within_was_done_to_fill():
    assert is_within(12, 19, [Window(11, 21)])
    assert not is_within(5, 19, [Window(11, 21)])
