"""Off means off: a project with cycleprof installed and DEBUG false is one without it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "scripts" / "attributes.py"


def look(*apps):
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *apps], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def both():
    return look(), look("cycleprof")


def test_every_function_of_django_is_where_it_was(both):
    without, installed = (one["attributes"] for one in both)
    assert len(without) > 5_000
    changed = {name for name in without if installed.get(name) != without[name]}
    assert changed == set()


@pytest.mark.parametrize("what", ["chain", "headers", "body", "threads", "wrappers", "handlers"])
def test_a_request_goes_the_same_way_and_leaves_the_same(both, what):
    without, installed = both
    assert installed[what] == without[what]
