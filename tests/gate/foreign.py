"""Runs the own suites of projects that are not ours: `python -m tests.gate.foreign [NAME …]`.

Fetches the source distribution from PyPI, runs its tests as they are, under ``--cycleprof`` and
under ``--cycleprof=counts``, and compares the outcome of every test. Ends with status 1 if one
differs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from xml.etree import ElementTree as ET

PYTEST = ("-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:asyncio")


class Project(NamedTuple):
    """Options that its suite needs, and how many tests it has at least."""

    options: tuple[str, ...]
    least: int


PROJECTS = {
    "django-filter": Project(("--ds=tests.settings",), 450),
    "djangorestframework": Project((), 1200),
}
MODES = {"recorded": "--cycleprof", "counted": "--cycleprof=counts"}


def fetch(name: str, folder: Path) -> Path:
    """The unpacked source distribution, which carries the tests, unlike the wheel."""
    pip = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", name)
    subprocess.run([*pip, "--dest", str(folder), name], check=True)
    [archive] = folder.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    [source] = (path for path in folder.iterdir() if path.is_dir())
    return source


def outcomes(source: Path, name: str, *options: str) -> dict[str, str]:
    """How each test ended, by its name."""
    results = source / f"{name}.xml"
    command = (sys.executable, "-m", "pytest", *PYTEST, *options, f"--junitxml={results}")
    environment = {key: value for key, value in os.environ.items() if "DJANGO" not in key}
    began = time.monotonic()
    with (source / f"{name}.log").open("wb") as log:
        subprocess.run(command, cwd=source, env=environment, stdout=log, stderr=log, check=False)
    if not results.is_file():
        sys.stdout.write((source / f"{name}.log").read_text()[-3000:])
        return {}
    found = {}
    for case in ET.parse(results).getroot().iter("testcase"):
        known = [child.tag for child in case if child.tag in {"failure", "error", "skipped"}]
        found[f"{case.get('classname')}.{case.get('name')}"] = known[0] if known else "passed"
    counts = {kind: list(found.values()).count(kind) for kind in sorted(set(found.values()))}
    seconds = time.monotonic() - began
    sys.stdout.write(f"  {name}: {len(found)} tests, {counts}, {seconds:.0f} s\n")
    sys.stdout.flush()
    return found


def compare(name: str) -> bool:
    """Whether every test of this project ends as it does without us."""
    project = PROJECTS[name]
    with TemporaryDirectory() as folder:
        source = fetch(name, Path(folder))
        sys.stdout.write(f"{source.name}\n")
        plain = outcomes(source, "plain", *project.options)
        same = len(plain) >= project.least
        for mode, option in MODES.items():
            found = outcomes(source, mode, *project.options, option, "--cycleprof-json=run.json")
            for test in sorted(plain.keys() | found.keys()):
                if plain.get(test) != found.get(test):
                    same = False
                    sys.stdout.write(f"  {test}: {plain.get(test)}, {mode} {found.get(test)}\n")
    return same


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=sorted(PROJECTS))
    names = parser.parse_args().names
    unknown = [name for name in names if name not in PROJECTS]
    if unknown:
        parser.error(f"{', '.join(unknown)}: not one of {', '.join(PROJECTS)}")
    verdicts = [compare(name) for name in names]  # all of them, also after one that differs
    return int(not all(verdicts))


if __name__ == "__main__":
    sys.exit(main())
