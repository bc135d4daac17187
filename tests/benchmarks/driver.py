"""Runs the variants side by side: a process each, and batches in turn, A B C A B C."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.variants import VARIANTS

ROOT = Path(__file__).resolve().parents[2]
_DEPTH_STEP = 13
KINDS = ("request", "steady", "drained", "wall")


class Worker:
    """A process that runs one variant."""

    def __init__(self, variant: str) -> None:
        self.variant = variant
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.worker", variant],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONHASHSEED": "0"},
        )  # fmt: skip
        self.start_ns = self._read()["ready"]

    def ask(self, do: str, **options: Any) -> dict[str, Any]:
        self._process.stdin.write(json.dumps({"do": do, **options}) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, Any]:
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the worker of {self.variant} ended with {self._process.wait()}")
        return json.loads(line)

    def close(self) -> None:
        self._process.stdin.close()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


@contextmanager
def workers(variants: Iterable[str]) -> Iterator[list[Worker]]:
    with ExitStack() as stack:
        yield [stack.enter_context(_closing(Worker(name))) for name in variants]


@contextmanager
def _closing(worker: Worker) -> Iterator[Worker]:
    try:
        yield worker
    finally:
        worker.close()


def run(
    variants: list[str], pages: list[str], *, seconds: float, share: float
) -> dict[str, dict[str, Any]]:
    """By page and variant: medians in nanoseconds per request, calls, and bytes of the answer.

    Rounds go on until ``seconds`` have passed, three at least; each begins with another variant.
    The growth of each process is that of some hundred requests of the page ``list``.
    """
    found: dict[str, dict[str, Any]] = {page: {} for page in pages}
    with workers(variants) as team:
        _say("counting calls and bytes")
        for page in pages:
            for one in team:
                counted = {**one.ask("calls", page=page), **one.ask("size", page=page)}
                found[page][one.variant] = {**counted, "samples": []}
        _rounds(team, found, time.monotonic() + seconds, share)
        _say("watching the processes grow")
        growth = {
            one.variant: one.ask("growth", page="list", requests=round(500 * share)) for one in team
        }
    for row in found.values():
        for cell in row.values():
            cell.update(_medians(cell.pop("samples")))
    return {"pages": found, "growth": growth}


def _rounds(team: list[Worker], found: dict[str, Any], end: float, share: float) -> None:
    number = 0
    while number < 3 or time.monotonic() < end:
        for page, row in found.items():
            for one in team[number % len(team) :] + team[: number % len(team)]:
                sample = one.ask("batch", page=page, share=share, depth=number * _DEPTH_STEP % 97)
                row[one.variant]["samples"].append(sample)
        number += 1
        _say(f"round {number}")


def _say(text: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")


def _medians(samples: list[dict[str, float]]) -> dict[str, Any]:
    medians = {kind: median(sample[kind] for sample in samples) for kind in KINDS}
    return {**medians, "rounds": len(samples)}


def available(names: Iterable[str]) -> list[str]:
    return [name for name in names if VARIANTS[name].available]
