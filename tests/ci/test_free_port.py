from __future__ import annotations

import socket

import pytest

pytestmark = pytest.mark.once

HOST = "127.0.0.1"


@pytest.fixture
def taken():
    with socket.create_server((HOST, 0)) as listener:
        yield listener.getsockname()[1]


def test_a_free_port_is_kept(script):
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]

    assert script("free_port.py", HOST, port).stdout == f"{port}\n"


def test_a_taken_port_gives_way_to_a_later_one(script, taken):
    done = script("free_port.py", HOST, taken)

    assert taken < int(done.stdout) < taken + 50
    assert f"Port {taken} is taken" in done.stderr


@pytest.mark.parametrize("port", ["eight", "70000"])
def test_what_is_no_port_is_refused(script, port):
    done = script("free_port.py", HOST, port)

    assert (done.returncode, done.stdout) == (1, "")
    assert f"{HOST}, from {port} on" in done.stderr
