from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from tests.cli.test_run import ENVIRONMENT, get


@pytest.fixture
def demo(tmp_path):
    """The address of the demo that an installed package brings along."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "cycleprof.cli.demo_project", f"127.0.0.1:{port}"],
        env={**ENVIRONMENT, "TMPDIR": str(tmp_path)}, cwd=tmp_path,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(30)


def queries(headers):
    (part,) = [one for one in headers["Server-Timing"].split(",") if " db;" in f" {one.strip()}"]
    return int("".join(letter for letter in part.partition("desc=")[2] if letter.isdigit()))


def test_one_page_asks_for_each_user_again_and_the_other_does_not(demo):
    assert queries(get(f"{demo}/")) > 15
    assert queries(get(f"{demo}/fixed/")) < 5
