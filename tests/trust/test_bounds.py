"""However much a request does and however many there are, what it takes stays bounded."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent / "scripts"
pytestmark = pytest.mark.once


def run(script, count, folder):
    command = [sys.executable, str(SCRIPTS / script), str(count), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def million(tmp_path_factory):
    return run("many_queries.py", 1_000_000, tmp_path_factory.mktemp("million"))


def test_a_million_queries_take_fifty_megabytes_at_most(million):
    assert million["status"] == 200
    assert million["grown"] < 50_000_000


def test_a_profile_of_a_million_queries_opens_and_admits_what_it_lost(million):
    assert (million["panels"], million["broken panels"]) == (200, 0)
    assert million["spans"] > 1_000
    assert million["queries"] == million["listed"] == 1_000_000
    assert sum(million["dropped"]["stages"].values()) == million["dropped"]["spans"]
    assert million["bytes"] < 2_500_000
    assert million["dropped"]["spans"] > 900_000
    assert million["dropped"]["steps"]


@pytest.fixture(scope="module")
def rounds(tmp_path_factory):
    """5,000 requests, and what 5,000 more make of that."""
    return run("many_requests.py", 5_000, tmp_path_factory.mktemp("requests"))


def test_every_one_of_them_is_answered(rounds):
    assert sum(rounds["statuses"].values()) == 5_000
    assert set(rounds["statuses"]) == {"200", "302", "404"}


@pytest.mark.parametrize("what", ["files", "threads", "connections", "hooks", "receivers"])
def test_ten_thousand_requests_leave_no_more_of_anything(rounds, what):
    assert rounds["after"][what] <= rounds["before"][what]


def test_ten_thousand_requests_leave_no_more_memory(rounds):
    before, after = rounds["before"], rounds["after"]
    assert after["objects"] < 1.01 * before["objects"]
    assert after["bytes"] < 1.1 * before["bytes"]


@pytest.fixture(scope="module")
def waiting(tmp_path_factory):
    return run("waiting_bytes.py", 30, tmp_path_factory.mktemp("waiting"))


@pytest.mark.parametrize("kind", ["small", "large", "posted"])
def test_recordings_that_wait_take_no_more_memory_than_the_queue_counts(waiting, kind):
    found = waiting[kind]
    assert found["waiting"] == 30
    assert found["bytes"] < 1.1 * found["counted"]
