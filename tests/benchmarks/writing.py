"""What the writer's work costs, by stages: CPU milliseconds per profile of each page.

``python -m tests.benchmarks.writing`` measures this tree. Given another tree, it measures both in
turns, A B A B, and prints them side by side: ``python -m tests.benchmarks.writing ../before``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.pages import PAGES

ROOT = Path(__file__).resolve().parents[2]
_STAGES = ("freeze", "pack", "row", "store")
_ALL = "in all"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.writing", description=__doc__)
    parser.add_argument("other", nargs="?", type=Path, help="another tree to compare with")
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=list(PAGES))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        sys.stdout.write(json.dumps(_measured(options.pages)) + "\n")
        return
    trees = [options.other, ROOT] if options.other else [ROOT]
    samples: list[list[Any]] = [[] for _ in trees]
    for _ in range(options.rounds):
        for tree, found in zip(trees, samples, strict=True):
            found.append(_run(tree, options.pages))
    sys.stdout.write(_table(options.pages, samples))


def _run(tree: Path, pages: list[str]) -> dict[str, dict[str, float]]:
    """One process that runs this script with the tree's cycleprof."""
    code = "import sys; sys.path[:0] = [sys.argv.pop(1), sys.argv.pop(1)]\n"
    code += "from tests.benchmarks.writing import main; main()"
    done = subprocess.run(
        [
            *(sys.executable, "-W", "ignore", "-c", code, str(tree), str(ROOT)),
            *("--once", "--pages", *pages),
        ],
        cwd="/", env={**os.environ, "PYTHONHASHSEED": "0"},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, dict[str, float]] = json.loads(done.stdout)
    return found


def _measured(pages: list[str]) -> dict[str, dict[str, float]]:
    from tests.benchmarks.worker import set_up

    with tempfile.TemporaryDirectory(prefix="cycleprof-bench-") as folder:
        _, client = set_up("cycleprof", folder)
        return {page: _stages(client, page) for page in pages}


def _stages(client: Any, page: str) -> dict[str, float]:
    """Milliseconds per profile, by stage, after its like has been written."""
    from cycleprof.runtime import get_runtime

    writer = get_runtime().writer
    kept: list[Any] = []
    writer.submit = kept.append  # an instance's attribute: deleted below
    try:
        for _ in range(4):
            _write(writer.store, _recorded(client, page, kept, 2))
        return _write(writer.store, _recorded(client, page, kept, 2 * PAGES[page].batch))
    finally:
        del writer.submit


def _recorded(client: Any, page: str, kept: list[Any], count: int) -> list[Any]:
    kept.clear()
    for _ in range(count):
        if client.get(PAGES[page]).status != 200:
            raise RuntimeError(page)
    return list(kept)


def _write(store: Any, recordings: list[Any]) -> dict[str, float]:
    from cycleprof.stores.summary import entry_of

    moments = [time.thread_time()]
    for read in (lambda one: one.frozen, lambda one: one.packed, entry_of):
        found = [read(one) for one in recordings]
        moments.append(time.thread_time())
    for start in range(0, len(found), 16):
        store.save(found[start : start + 16])
    moments.append(time.thread_time())
    steps = zip(_STAGES, moments, moments[1:], strict=False)
    times = {name: (end - start) * 1_000 / len(recordings) for name, start, end in steps}
    return {**times, _ALL: sum(times.values())}


def _table(pages: list[str], samples: list[list[Any]]) -> str:
    lines = [f"| page | {' | '.join((*_STAGES, _ALL))} |", f"| --- |{' ---: |' * 5}"]
    for page in pages:
        cells = [
            " → ".join(f"{median(one[page][stage] for one in found):.2f}" for found in samples)
            for stage in (*_STAGES, _ALL)
        ]
        lines.append(f"| {page} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
