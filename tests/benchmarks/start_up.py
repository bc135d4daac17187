"""What starting costs: ``python -m tests.benchmarks.start_up --help``.

Fresh processes in turn, A B C A B C, with compiled files, as a server finds them on its second
start; CPU time by the process's own clock, medians.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks import table
from tests.benchmarks.variants import VARIANTS

ROOT = Path(__file__).resolve().parents[2]
OURS = ("bare", "off", "memory", "cycleprof")
MOMENTS = {
    "set up": "Django is set up",
    "ready": "a handler is built",
    "first": "its first page is sent",
    "written": "and its profile written",
}
_IMPORT = re.compile(r"import time:\s*(\d+) \|\s*\d+ \|\s*(\S+)")


class Starter:
    """Starts variants in processes of their own, all with the same folder and compiled files.

    Without the latter the parser would be measured: whoever sets PYTHONDONTWRITEBYTECODE, as
    containers like to, has Django compiled anew at every start, and whatever is added to it.
    """

    def __init__(self, folder: str) -> None:
        self._environment = {
            **os.environ,
            "BENCH_FOLDER": folder,
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.project.settings",
            "PYTHONHASHSEED": "0",
            "PYTHONPYCACHEPREFIX": str(Path(folder, "compiled")),
        }
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def run(self, variant: str, measure: str, *options: str) -> tuple[dict[str, Any], str]:
        """What starter.py answers, and what Python says besides."""
        done = subprocess.run(
            [sys.executable, "-W", "ignore", *options, "-m", "tests.benchmarks.starter",
             variant, measure],
            cwd=ROOT, env={**self._environment, "BENCH_VARIANT": variant},
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        return json.loads(done.stdout), done.stderr


@contextmanager
def starter(variants: Iterable[str], measure: str = "time") -> Iterator[Starter]:
    """With tables and rows, and every file compiled that these variants import."""
    with tempfile.TemporaryDirectory(prefix="cycleprof-start-") as folder:
        fill = "import sys; from tests.benchmarks.worker import set_up; set_up('bare', sys.argv[1])"
        subprocess.run([sys.executable, "-c", fill, folder], cwd=ROOT, check=True)
        made = Starter(folder)
        for variant in variants:
            made.run(variant, measure)
        yield made


def times(begin: Starter, variants: Iterable[str], rounds: int) -> dict[str, dict[str, float]]:
    """By variant and moment: median CPU nanoseconds since the interpreter began."""
    samples: dict[str, list[dict[str, Any]]] = {name: [] for name in variants}
    for _ in range(rounds):
        for name, rows in samples.items():
            rows.append(begin.run(name, "time")[0])
    return {
        name: {moment: median(row[moment] for row in rows) for moment in MOMENTS}
        for name, rows in samples.items()
    }


def ready(variants: Iterable[str], rounds: int) -> dict[str, float]:
    """Median CPU nanoseconds from an empty interpreter to a built handler, by variant."""
    samples: dict[str, list[int]] = {name: [] for name in variants}
    with starter(samples, "ready") as begin:
        for _ in range(rounds):
            for name, found in samples.items():
                found.append(begin.run(name, "ready")[0]["ready"])
    return {name: median(found) for name, found in samples.items()}


def modules(begin: Starter, variant: str) -> dict[str, set[str]]:
    """By moment: the names of the modules that are there and are not without the variant."""
    bare, there = (begin.run(name, "time")[0]["modules"] for name in ("bare", variant))
    return {moment: set(there[moment]) - set(bare[moment]) for moment in MOMENTS}


def counts(begin: Starter, variant: str) -> dict[str, int]:
    """What it adds, in numbers that are the same on every machine."""
    added = modules(begin, variant)
    ours = {when: sum(_is_ours(name) for name in names) for when, names in added.items()}
    bare, with_us = (begin.run(name, "calls")[0]["calls"] for name in ("bare", variant))
    return {
        "calls until ready": with_us - bare,
        "modules of ours when ready": ours["ready"],
        "modules of others when ready": len(added["ready"]) - ours["ready"],
        "modules of ours when a profile is written": ours["written"],
        "modules of others when a profile is written": len(added["written"]) - ours["written"],
    }


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == "cycleprof"


def imports(begin: Starter, variant: str, rounds: int) -> dict[str, int]:
    """By module: the least microseconds of its own, all that is imported until the page is sent."""
    least: dict[str, int] = {}
    for _ in range(rounds):
        for own, name in _IMPORT.findall(begin.run(variant, "time", "-X", "importtime")[1]):
            least[name] = min(least.get(name, sys.maxsize), int(own))
    return least


def parts(begin: Starter, variant: str, rounds: int) -> list[list[str]]:
    """What of the added time goes where, as rows of a table."""
    page = set(begin.run("bare", "time")[0]["modules"]["first"])
    added = modules(begin, variant)
    took = imports(begin, variant, rounds)
    rows = []
    for moment, new in (("ready", added["ready"]), ("written", added["written"] - added["ready"])):
        ours = {name for name in new if _is_ours(name)}
        moved = (new - ours) & page
        lots = {"ours": ours, "others": new - ours - moved, "others, which the page needs": moved}
        rows += [
            [f"until {moment}: imports of {title}", str(len(names)), _ms(1e3 * _sum(took, names))]
            for title, names in lots.items()
        ]
    found = {
        name: [begin.run(name, "parts")[0] for _ in range(rounds)] for name in ("bare", variant)
    }
    for what in ("installing", "collecting"):
        least = {name: min(one[what] for one in answers) for name, answers in found.items()}
        rows.append([f"until ready: {what}", "", _ms(least[variant] - least["bare"])])
    return rows


def _sum(took: dict[str, int], names: Iterable[str]) -> int:
    return sum(took.get(name, 0) for name in names)  # a few are imported by no import statement


def _ms(ns: float) -> str:
    return f"{ns / 1e6:.1f}"


def report(variants: list[str], rounds: int, *, verbose: bool) -> str:
    """The tables."""
    with starter(variants) as begin:
        found = times(begin, variants, rounds)
        bare = found["bare"]
        rows = [
            [VARIANTS[name].title, *(
                _ms(one[moment]) if name == "bare" else f"{(one[moment] - bare[moment]) / 1e6:+.1f}"
                for moment in MOMENTS
            )]
            for name, one in found.items()
        ]  # fmt: skip
        told = table.as_table(
            "CPU time of a fresh process, ms until", ["", *MOMENTS.values()], rows
        )
        least = max(rounds // 3, 3)
        told += "\n" + table.as_table(
            "Where it goes, least ms", ["", "modules", "ms"], parts(begin, "memory", least)
        )
        if verbose:
            slowest = sorted(imports(begin, "memory", least).items(), key=lambda one: -one[1])
            ours = [[name, str(us)] for name, us in slowest if name.startswith("cycleprof")]
            told += "\n" + table.as_table("Least µs of each module's own", ["", "µs"], ours)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.start_up")
    parser.add_argument("--rounds", type=int, default=15, help="processes per variant")
    parser.add_argument("--variants", nargs="+", choices=VARIANTS, default=list(OURS))
    parser.add_argument("--verbose", action="store_true", help="each module of ours as well")
    options = parser.parse_args()
    wanted = list(dict.fromkeys(["bare", *options.variants, "memory"]))
    print(report(wanted, options.rounds, verbose=options.verbose))


if __name__ == "__main__":
    main()
