"""Some labels of Django's suite, run without and with recording; what is done is kept in files."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

import django

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
MODES = ("plain", "recorded")
Lines = list[dict[str, str]]


@cache
def digest() -> str:
    """A short name for the state that cycleprof's sources are in."""
    found = blake2b(digest_size=8)
    for path in sorted((ROOT / "cycleprof").rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()


@dataclass(frozen=True)
class Batch:
    """Labels that run together, and the folder that keeps how each of their tests ended."""

    tests: Path
    folder: Path
    labels: tuple[str, ...]
    database: str = "sqlite"

    def path(self, mode: str, suffix: str = ".jsonl") -> Path:
        versions = f"django-{django.get_version()}-python-{platform.python_version()}"
        if self.database != "sqlite":
            versions += f"-{self.database}"
        ends = dict.fromkeys((self.labels[0], self.labels[-1]))
        return self.folder / versions / mode / f"{len(self.labels)}-{'-'.join(ends)}{suffix}"

    @property
    def is_done(self) -> bool:
        return all(self.path(mode).exists() for mode in MODES)

    @property
    def state(self) -> str:
        """That of cycleprof when this was recorded."""
        return next(line["state"] for line in self.lines("recorded") if "state" in line)

    @property
    def unfinished(self) -> list[str]:
        """What to say of each run that broke off, with the end of its output."""
        return [
            f"{' '.join(self.labels)}: the run {mode} did not come to its end\n"
            + self.path(mode, ".log").read_text(encoding="utf-8", errors="replace")[-3000:]
            for mode in MODES
            if not self.path(mode).exists() and self.path(mode, ".log").exists()
        ]

    def run(self) -> None:
        """Both runs, side by side; what has been kept of an earlier one is not run again."""
        modes = [mode for mode in MODES if not self.path(mode).exists()]
        for process in [self._start(mode) for mode in modes]:
            process.wait()
        for mode in modes:
            if any("finished" in line for line in self.lines(mode)):
                self.path(mode, ".part").rename(self.path(mode))

    def _start(self, mode: str) -> subprocess.Popen[bytes]:
        target = self.path(mode, ".part")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps({"state": digest()}) + "\n", encoding="utf-8")
        script = str(HERE / "suite.py")
        command = [sys.executable, script, mode, str(ROOT), str(target), *self.labels]
        names = os.environ | {"CYCLEPROF_TEST_DATABASE": self.database}
        with self.path(mode, ".log").open("wb") as log:
            return subprocess.Popen(
                command, cwd=self.tests, env=names, stdout=log, stderr=subprocess.STDOUT
            )

    def lines(self, mode: str) -> Lines:
        """What this run has written, also if it broke off."""
        path = next((one for one in self._written(mode) if one.exists()), None)
        text = path.read_text(encoding="utf-8") if path else ""
        return [json.loads(line) for line in text.splitlines()]

    def _written(self, mode: str) -> tuple[Path, Path]:
        return self.path(mode), self.path(mode, ".part")

    def forget(self) -> None:
        for mode in MODES:
            self.path(mode).unlink(missing_ok=True)
