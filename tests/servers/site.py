"""The demo site in a process of its own, behind each kind of server, with and without cycleprof."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import requests

DEMO = Path(__file__).resolve().parents[2] / "demo_site"
COMMANDS = {
    "runserver": ["manage.py", "runserver", "--noreload", "127.0.0.1:{port}"],
    "gunicorn": ["-m", "gunicorn", "config.wsgi:application", "--bind", "127.0.0.1:{port}",
                 "--threads", "4", "--workers", "1"],
    "uvicorn": ["-m", "uvicorn", "config.asgi:application", "--host", "127.0.0.1",
                "--port", "{port}", "--lifespan", "off"],
    "hypercorn": ["-m", "hypercorn", "config.asgi:application", "--bind", "127.0.0.1:{port}",
                  "--workers", "0"],
}  # fmt: skip
EVENT_LOOPS = {"uvloop": [*COMMANDS["uvicorn"], "--loop", "uvloop"],
               "asyncio": [*COMMANDS["uvicorn"], "--loop", "asyncio"]}  # fmt: skip
_START_S = 120  # of a machine that is busy with other things as well
_ANSWER_S = 60


class Site(NamedTuple):
    """A running server: ``address`` has no slash at its end."""

    address: str
    log: Path | None = None

    def get(
        self, path: str, headers: dict[str, str] | None = None, **options: object
    ) -> requests.Response:
        """One answer, neither followed nor compressed."""
        # One host for all servers, since pages and error pages mention it.
        sent = {"Accept-Encoding": "identity", "Host": "localhost"} | (headers or {})
        return requests.get(
            f"{self.address}{path}",
            allow_redirects=False,
            timeout=_ANSWER_S,
            headers=sent,
            **options,
        )

    def log_in(self, name: str) -> requests.cookies.RequestsCookieJar:
        """The cookies of one of the demo's users, whose passwords are their names."""
        page = self.get("/accounts/login/")
        answer = self.post("/accounts/login/", page, {"username": name, "password": name})
        return answer.cookies

    def post(
        self, path: str, form: requests.Response, fields: dict[str, str],
        cookies: requests.cookies.RequestsCookieJar | None = None,
    ) -> requests.Response:  # fmt: skip
        """Send fields the way the form on a page would."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)
        token = {"csrfmiddlewaretoken": found[1]} if found else {}
        jar = requests.cookies.merge_cookies(cookies.copy() if cookies else form.cookies.copy(),
                                             form.cookies)  # fmt: skip
        return requests.post(
            f"{self.address}{path}", data=fields | token, cookies=jar, timeout=_ANSWER_S,
            allow_redirects=False, headers={"Host": "localhost"},
        )  # fmt: skip

    def tell(self, page: requests.Response, measured: dict) -> requests.Response:
        """Send what a browser measured of a page, as the page's script does."""
        profile_id = page.headers["X-Cycleprof-Id"]
        return requests.post(
            f"{self.address}/__cycleprof__/api/profiles/{profile_id}/browser", json=measured,
            headers={"Host": "localhost", "X-Cycleprof-Request": "1"}, timeout=_ANSWER_S,
        )  # fmt: skip

    def report(self, response: requests.Response) -> dict:
        """The report of a response's profile."""
        profile_id = response.headers["X-Cycleprof-Id"]
        answer = self.get(f"/__cycleprof__/api/profiles/{profile_id}")
        assert answer.text, f"{answer.status_code} without a word; the server: {self.log_tail()}"
        return answer.json()

    def log_tail(self) -> str:
        """The last of what the server printed."""
        return self.log.read_text()[-4000:] if self.log else "(kept no log)"


def seed(folder: Path) -> Path:
    """A database with the demo's data."""
    database = folder / "seeded.sqlite3"
    for command in (["migrate", "--verbosity", "0"], ["seed", "--verbosity", "0"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=DEMO, env=_environment(database, with_cycleprof=False), check=True,
            capture_output=True,
        )  # fmt: skip
    return database


@contextmanager
def serve(server: str, database: Path, *, with_cycleprof: bool, **variables: str) -> Iterator[Site]:
    """Run a server on a free port until the block ends; with more environment variables."""
    port = _free_port()
    command = [part.format(port=port) for part in (COMMANDS | EVENT_LOOPS)[server]]
    log = database.with_suffix(".log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=DEMO, stdout=output, stderr=output,
            env=_environment(database, with_cycleprof=with_cycleprof) | variables,
        )  # fmt: skip
        try:
            _wait(process, port, log)
            yield Site(f"http://127.0.0.1:{port}", log)
        finally:
            process.terminate()
            process.wait(_ANSWER_S)


def links(page: str) -> list[str]:
    """The addresses on this site that a page links to, each once."""
    found = re.findall(r'href="(/[^"#]*)"', page)
    return sorted({link.replace("&amp;", "&") for link in found if not link.startswith("/static/")})


def _environment(database: Path, *, with_cycleprof: bool) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEMO_DB_PATH": str(database),
        "DEMO_WITHOUT_CYCLEPROF": "0" if with_cycleprof else "1",
        "PYTHONPATH": str(DEMO.parent),
        "PYTHONWARNINGS": "ignore",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Until it answers: gunicorn listens long before its worker has loaded the project."""
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text()[-2000:]}")
        try:
            requests.get(f"http://127.0.0.1:{port}/nowhere/", timeout=_START_S)
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"no answer within {_START_S} s: {log.read_text()[-2000:]}")
