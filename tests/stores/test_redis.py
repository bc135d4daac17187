from __future__ import annotations

import time

import pytest
import redis

from cycleprof.stores import Retention, open_store
from cycleprof.stores.redis import RedisStore
from tests.stores.profiles import entry, series


@pytest.fixture
def client(redis_url):
    client = redis.Redis.from_url(redis_url.partition("?")[0])
    yield client
    client.close()


def test_everything_it_writes_about_a_profile_has_a_time_to_live(redis_url, client):
    RedisStore(f"{redis_url}&ttl=60").save([entry()])
    prefix = redis_url.partition("prefix=")[2]
    keys = list(client.scan_iter(f"{prefix}:[sd]:*"))
    assert len(keys) == 2
    assert all(0 < client.ttl(key) <= 60 for key in keys)


def test_a_profile_whose_time_is_over_is_gone_from_lists(redis_url):
    store = RedisStore(f"{redis_url}&ttl=1")
    store.save([entry()])
    time.sleep(1.2)
    assert store.find((), limit=9) == []
    assert store._client.zcard(store._key("ids")) == 0


def test_a_pinned_profile_outlives_its_time(redis_url):
    store = RedisStore(f"{redis_url}&ttl=1")
    one = entry()
    store.save([one])
    store.pin(one.summary.id, pinned=True)
    time.sleep(1.2)
    assert store.get(one.summary.id) == one.profile


def test_its_memory_is_bounded_by_pruning(redis_url, client):
    store = RedisStore(redis_url)
    store.save(series(50, queries=("SELECT 1",) * 20))
    store.prune(Retention(size=5_000, slowest=0, sampled=0))
    prefix = redis_url.partition("prefix=")[2]
    documents = sum(client.strlen(key) for key in client.scan_iter(f"{prefix}:d:*"))
    assert 0 < documents <= 5_000


def test_a_prune_with_nothing_to_do_reads_no_summary(redis_store, monkeypatch):
    redis_store.save(series(30))
    monkeypatch.setattr(redis_store, "_load", None)
    assert redis_store.prune(Retention()) == 0


def test_nothing_is_left_of_profiles_whose_time_is_over(redis_url, client):
    store = RedisStore(f"{redis_url}&ttl=1")
    store.save(series(3))
    deadline = time.monotonic() + 30
    prefix = redis_url.partition("prefix=")[2]
    while client.hlen(f"{prefix}:rows") and time.monotonic() < deadline:
        time.sleep(0.1)
        store.prune(Retention())
    assert {key.rpartition(b":")[2] for key in client.scan_iter(f"{prefix}:*")} <= {b"bytes"}
    assert int(client.get(f"{prefix}:bytes")) == 0


def test_profiles_of_an_older_version_are_pruned_as_well(redis_store):
    redis_store.save(series(9))
    redis_store._rows.clear(redis_store._client)
    assert redis_store.prune(Retention(profiles=4, slowest=0, sampled=0)) == 5
    assert len(redis_store.find((), limit=99)) == 4


def test_what_was_saved_twice_counts_once(redis_store):
    one = entry()
    redis_store.save([one])
    redis_store.save([one])
    assert redis_store.prune(Retention(profiles=1, size=len(one.packed))) == 0


def test_lists_longer_than_one_exchange_are_complete(redis_store):
    redis_store.save(series(1_100))
    assert len(redis_store.find((), limit=5_000)) == 1_100


def test_two_projects_on_one_server_do_not_see_each_other(redis_url):
    RedisStore(redis_url).save([entry()])
    other = RedisStore(f"{redis_url}-other")
    assert other.find((), limit=9) == []


def test_the_setting_opens_it(redis_url, tmp_path):
    store = open_store(redis_url, tmp_path)
    one = entry()
    store.save([one])
    assert store.get(one.summary.id) == one.profile


def test_a_wrong_time_to_live_is_refused(tmp_path):
    with pytest.raises(ValueError, match="ttl='soon'"):
        open_store("redis://127.0.0.1:6379/9?ttl=soon", tmp_path)
