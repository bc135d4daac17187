"""Runs scripts/loaded.py behind a server, and asks it as many clients at once do."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
_APP = "tests.trust.scripts.loaded"
COMMANDS = {
    "gunicorn": ["-m", "gunicorn", f"{_APP}:wsgi", "--workers", "2", "--threads", "4",
                 "--preload", "--bind", "127.0.0.1:{port}"],
    "gunicorn-sync": ["-m", "gunicorn", f"{_APP}:wsgi", "--workers", "2",
                      "--bind", "127.0.0.1:{port}"],
    "gunicorn-sync-preload": ["-m", "gunicorn", f"{_APP}:wsgi", "--workers", "2", "--preload",
                              "--bind", "127.0.0.1:{port}"],
    "uvicorn": ["-m", "uvicorn", f"{_APP}:asgi", "--host", "127.0.0.1", "--port", "{port}",
                "--lifespan", "off", "--log-level", "warning"],
}  # fmt: skip


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Server(NamedTuple):
    """A server that runs: its process, its port, and the folder with its files."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    def get(self, path: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, headers, answer.read())
        finally:
            connection.close()

    def json(self, path: str) -> dict:
        return json.loads(self.get(path).body)

    def get_all(self, paths: list[str], clients: int) -> list[Answer]:
        """The answers in order, asked for by so many clients at once."""
        with ThreadPoolExecutor(clients) as pool:
            return list(pool.map(self.get, paths))

    def counters(self) -> dict[int, int]:
        """How many profiles each worker's queue admits to have dropped; all others are saved."""
        answers = self.get_all(["/counter/"] * 60, 8)
        told = [json.loads(one.body) for one in answers]
        assert all(one["saved"] for one in told)
        return {one["pid"]: one["dropped"] for one in told}

    def kept(self) -> set[str]:
        """The ids of all profiles in the store."""
        ids: list[str] = []
        cursor = ""
        while cursor is not None:
            before = f"&before={cursor}" if cursor else ""
            page = self.json(f"/__cycleprof__/api/profiles?limit=500{before}")
            ids += [one["id"] for one in page["profiles"]]
            cursor = page["next"]
        return set(ids)


@contextmanager
def serve(name: str, folder: Path, *, store: str | None = None, prefix: tuple[str, ...] = ()):
    """Run the server on a free port until the block ends, its command behind the ``prefix``."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name[:7] != "DJANGO_"}
    environment |= {"LOADED_FOLDER": str(folder), "PYTHONPATH": str(ROOT)}
    environment |= {"LOADED_STORE": store} if store else {}
    command = [*prefix, sys.executable, *(part.format(port=port) for part in COMMANDS[name])]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    server = Server(process, port, folder)
    try:
        _wait(server)
        yield server
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(60)


def _wait(server: Server) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            server.get("/nowhere/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError((server.folder / "log").read_text()[-3000:])
