"""A Redis server of the test's own that is stopped, and started again, while profiles come in."""

from __future__ import annotations

import shutil

import pytest

from cycleprof.stores.fallback import FallbackStore
from cycleprof.stores.redis import RedisStore
from tests.redis_server import RedisServer
from tests.stores.profiles import series

pytestmark = pytest.mark.once


@pytest.fixture
def server(tmp_path):
    if shutil.which("redis-server") is None:
        pytest.skip("no redis-server")
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


def test_no_profile_is_lost_to_the_process_while_redis_is_away(server):
    now = [0.0]
    store = FallbackStore(RedisStore(f"redis://127.0.0.1:{server.port}/0"), clock=lambda: now[0])
    before, meanwhile, after = series(3)
    store.save([before])
    server.stop()
    store.save([meanwhile])
    assert store.get(meanwhile.summary.id) == meanwhile.profile
    server.start()
    now[0] = 31.0
    store.save([after])
    directly = RedisStore(f"redis://127.0.0.1:{server.port}/0")
    assert directly.get(after.summary.id) == after.profile
    kept = {one.id for one in store.find((), limit=9)}
    assert {meanwhile.summary.id, after.summary.id} <= kept
