"""A Redis server of the test's own that is stopped, and started again, while profiles come in."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time

import pytest
import redis

from cycleprof.stores.fallback import FallbackStore
from cycleprof.stores.redis import RedisStore
from tests.stores.profiles import series

pytestmark = pytest.mark.once


class _Server:
    """A redis-server on a free port that keeps nothing when it ends."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._folder = folder
        self._process = None

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1",
                   "--save", "", "--dir", str(self._folder)]  # fmt: skip
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        with redis.Redis(port=self.port) as client:
            while time.monotonic() < deadline:
                try:
                    client.ping()
                except redis.RedisError:
                    time.sleep(0.05)
                else:
                    return
        raise RuntimeError("the server does not answer")

    def stop(self):
        if self._process is not None:
            self._process.kill()
            self._process.wait(30)
            self._process = None


@pytest.fixture
def server(tmp_path):
    if shutil.which("redis-server") is None:
        pytest.skip("no redis-server")
    server = _Server(tmp_path)
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
