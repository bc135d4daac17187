"""Runs Django's own tests without and with cycleprof recording, and fails on any difference.

    python -m tests.trust.django_suite slice        # what labels.txt lists
    python -m tests.trust.django_suite all          # the whole suite
    python -m tests.trust.django_suite queries orm  # these

Both runs go on side by side, in processes of their own, with the Django of this interpreter.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.trust.django_suite.compare import Outcome, compare
from tests.trust.django_suite.sources import find_tests

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def main(arguments: list[str]) -> int:
    tests = find_tests()
    labels = _NAMED[arguments[0]]() if arguments[0] in _NAMED else arguments
    labels = [label for label in labels if (tests / label.partition(".")[0]).is_dir()]
    with tempfile.TemporaryDirectory() as folder:
        plain, recorded = Path(folder, "plain.jsonl"), Path(folder, "recorded.jsonl")
        running = [
            start(tests, mode, target, labels)
            for mode, target in (("plain", plain), ("recorded", recorded))
        ]
        for process in running:
            process.wait()
        outcome = compare(read(plain), read(recorded))
    return tell(outcome)


def listed() -> list[str]:
    lines = (HERE / "labels.txt").read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


_NAMED: dict[str, Callable[[], list[str]]] = {"all": list, "slice": listed}


def start(tests: Path, mode: str, target: Path, labels: list[str]) -> subprocess.Popen[bytes]:
    script = str(HERE / "suite.py")
    command = [sys.executable, script, mode, str(ROOT), str(target), *labels]
    with target.with_suffix(".log").open("wb") as log:
        return subprocess.Popen(command, cwd=tests, stdout=log, stderr=subprocess.STDOUT)


def read(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        raise SystemExit(path.with_suffix(".log").read_text(encoding="utf-8", errors="replace"))
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def tell(outcome: Outcome) -> int:
    """Say what was found; the exit status is 0 only where nothing is."""
    for problem in outcome.problems:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(f"{outcome.summary}\n")
    return 1 if outcome.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
