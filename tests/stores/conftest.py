from __future__ import annotations

import secrets

import pytest
import redis

from cycleprof.stores import open_store
from cycleprof.stores.redis import RedisStore
from cycleprof.stores.sqlite import SqliteStore

REDIS = "redis://127.0.0.1:6379/9"


@pytest.fixture(autouse=True)
def _close_what_tests_open(monkeypatch):
    opened = []
    original = SqliteStore.__init__

    def remember(self, path):
        original(self, path)
        opened.append(self)

    monkeypatch.setattr(SqliteStore, "__init__", remember)
    yield
    for store in opened:
        store.close()


@pytest.fixture
def redis_url():
    client = redis.Redis.from_url(REDIS)
    try:
        client.ping()
    except redis.ConnectionError:
        pytest.skip("no Redis on 127.0.0.1:6379")
    prefix = f"cycleprof-test-{secrets.token_hex(6)}"
    yield f"{REDIS}?prefix={prefix}"
    for key in client.scan_iter(f"{prefix}:*"):
        client.delete(key)
    client.close()


@pytest.fixture
def redis_store(redis_url):
    store = RedisStore(redis_url)
    yield store
    store.close()


@pytest.fixture(params=["memory", "sqlite", "fallback", "redis"])
def store(request, tmp_path):
    if request.param == "redis":
        yield request.getfixturevalue("redis_store")
        return
    url = "memory://" if request.param == "memory" else "sqlite:///profiles.db"
    opened = open_store(url, tmp_path, fallback=request.param == "fallback")
    yield opened
    opened.close()
