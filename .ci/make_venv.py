"""Make a virtual environment, or say what this Python lacks for it; usage: make_venv.py FOLDER.

Runs before anything is installed, and maybe under a Python that is too old: standard library
only, and no syntax newer than Python 3.7's.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

OLDEST = (3, 11)


def complaint() -> str | None:
    """Return what keeps this interpreter from making an environment, None if nothing does."""
    found = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if sys.version_info[:2] < OLDEST:
        return (
            f"cycleprof needs Python 3.11 or newer; {sys.executable} is Python {found}.\n"
            "Name another one, such as: make PYTHON=python3.13 test"
        )
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        return (
            f"{sys.executable} (Python {found}) came without the modules venv and ensurepip.\n"
            f"On Debian and Ubuntu: apt-get install python{found}-venv\n"
            "Or name another Python, such as: make PYTHON=/opt/python3.13/bin/python3 test"
        )
    return None


def is_usable(folder: Path) -> bool:
    """Say whether an environment is there already, whole and of a supported version."""
    check = f"import pip, sys; sys.exit(sys.version_info < {OLDEST})"
    try:
        python = str(folder / "bin" / "python")
        return subprocess.run([python, "-c", check], check=False).returncode == 0
    except OSError:
        return False


def main(folder: str) -> str | None:
    if is_usable(Path(folder)):
        return None
    problem = complaint()
    if problem is None:
        import venv  # noqa: PLC0415 - only now is it known to exist

        venv.create(folder, with_pip=True, clear=True, symlinks=True)
    return problem


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
