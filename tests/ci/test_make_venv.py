from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.once

HIDE_ENSUREPIP = """
import runpy, sys
sys.modules["ensurepip"] = None
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
PRETEND_OLD = """
import runpy, sys
sys.version_info = (3, 10, 13)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_makes_an_environment_with_pip_in_a_path_with_a_space(script, tmp_path):
    done = script("make_venv.py", tmp_path / "a folder")

    python = tmp_path / "a folder" / "bin" / "python"
    assert done.returncode == 0, done.stderr
    assert subprocess.run([python, "-m", "pip", "--version"], check=True, capture_output=True)


def test_leaves_a_usable_environment_as_it_is(script, tmp_path):
    script("make_venv.py", "env")
    (tmp_path / "env" / "mine").touch()

    assert script("make_venv.py", "env").returncode == 0
    assert (tmp_path / "env" / "mine").exists()


def test_makes_a_broken_environment_anew(script, tmp_path):
    (tmp_path / "env" / "bin").mkdir(parents=True)
    (tmp_path / "env" / "bin" / "python").symlink_to(tmp_path / "uninstalled")

    assert script("make_venv.py", "env").returncode == 0
    assert subprocess.run([tmp_path / "env" / "bin" / "python", "-c", ""], check=True)


@pytest.mark.parametrize(
    ("program", "advice"),
    [(HIDE_ENSUREPIP, "apt-get install python3"), (PRETEND_OLD, "needs Python 3.11 or newer")],
    ids=["without ensurepip", "too old"],
)
def test_a_python_that_will_not_do_is_told_why(script, tmp_path, program, advice):
    done = script("make_venv.py", tmp_path / "env", python=(sys.executable, "-c", program))

    assert done.returncode == 1
    assert advice in done.stderr
    assert not (tmp_path / "env").exists()
