"""A Redis server of a test's own, which it may start and stop."""

from __future__ import annotations

import signal
import socket
import subprocess
import time

import redis


class RedisServer:
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

    def freeze(self):
        """Have it neither answer nor hang up, as a machine that is far too busy."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self._process.send_signal(signal.SIGCONT)

    def stop(self):
        if self._process is not None:
            self._process.kill()
            self._process.wait(30)
            self._process = None
