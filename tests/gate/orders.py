"""Shows that the order of tests does not matter: `python -m tests.gate.orders [--orders 10]`.

Runs the demo site's suite (or the paths given) in random orders, each once in one process and once
under xdist, writes the baselines of every run, and compares them byte by byte. Ends with status 1
if two differ, or if a test fails.
"""

from __future__ import annotations

import argparse
import difflib
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
CHOSEN = "not once and not browser and not databases"
OPTIONS = ("-q", "-p", "no:cacheprovider", "-m", CHOSEN, "-p", "randomly")


def run(paths: Sequence[str], seed: int, target: Path, *options: str) -> bool:
    """One run, its artefact in the target; whether its tests passed."""
    command = (sys.executable, "-m", "pytest", *paths, *OPTIONS, *options)
    result = subprocess.run(
        (*command, f"--randomly-seed={seed}", f"--cycleprof-json={target}"),
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if key != "CYCLEPROF_JUNIT"},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if result.returncode:
        sys.stdout.write(result.stdout[-3000:])
    return result.returncode == 0


def baselines(artefact: Path, folder: Path) -> str:
    """What ``--cycleprof-update`` writes for this run: all its files in one text."""
    from cycleprof.gate.baseline import Baselines
    from cycleprof.gate.ledger import Ledger
    from cycleprof.gate.run import Run

    ledger = Ledger(Baselines(folder), None, findings=True, keep=True)
    recorded = Run(artefact)
    for test in recorded:
        ledger.add(test, recorded.environment)
    files = ledger.write(ratchet=False, whole=True)
    return "".join(f"# {path.relative_to(folder)}\n{path.read_text()}" for path in files)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", default=["tests/demo"])
    parser.add_argument("--orders", type=int, default=10)
    arguments = parser.parse_args()
    first, same = "", True
    for number in range(arguments.orders):
        seed = random.randrange(2**32)
        for title, options in (("one process", ()), ("xdist", ("-n", "2"))):
            with TemporaryDirectory() as folder:
                artefact = Path(folder) / "run.json"
                passed = run(arguments.paths, seed, artefact, *options)
                found = baselines(artefact, Path(folder) / "baselines")
            first = first or found
            lines = difflib.unified_diff(first.splitlines(), found.splitlines(), lineterm="", n=6)
            difference = "\n".join(lines)
            same = same and passed and not difference
            verdict = "the same file" if not difference else "another file"
            sys.stdout.write(f"order {number + 1}, seed {seed}, {title}: {verdict}")
            sys.stdout.write(f", {len(found)} bytes{'' if passed else ', FAILED'}\n")
            sys.stdout.write(f"{difference}\n" if difference else "")
            sys.stdout.flush()
    return int(not (same and first))


if __name__ == "__main__":
    sys.exit(main())
