"""What a whole run comes to, whichever runner runs it: artefact, baselines, table, exit status."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from cycleprof.gate.config import GateConfig
from cycleprof.gate.ledger import Ledger
from cycleprof.gate.overview import Overview
from cycleprof.gate.run import Environment, Test
from cycleprof.gate.timing import Timings
from cycleprof.gate.unmet import Unmet
from cycleprof.gate.writer import RunWriter

NOT_COMPARABLE = 3
_NO_DJANGO = "Django is not configured, so there was nothing to record"


class Gathering:
    """Takes the tests one by one, as text, because they may come from other processes.

    ``target`` is where the artefact goes, ``ledger`` keeps how the tests stand to their baselines.
    """

    def __init__(self, gate: GateConfig, ledger: Ledger, target: str | None) -> None:
        self._root = gate.root
        self._target = target
        self._writer: RunWriter | None = None
        self._overview = Overview()
        self._ledger = ledger
        self._timings = Timings(gate.budgets)
        self._unmet = Unmet(gate.budgets)
        self._written: list[Path] = []

    def add(self, line: str, surroundings: str) -> None:
        """One test and what it ran on, each as a line of JSON."""
        environment: Environment = json.loads(surroundings)
        test: Test = json.loads(line)
        self._overview.add(test)
        self._ledger.add(test, environment)
        self._timings.add(test)
        self._unmet.add(test)
        if self._target is not None:
            if self._writer is None:
                self._writer = RunWriter(self._target, environment)
            self._writer.update(environment)
            self._writer.add_line(line.encode("ascii"))

    def close(self) -> None:
        """Close the artefact; it is complete as far as the run came."""
        if self._writer is not None:
            self._writer.close()

    def write_baselines(self, *, ratchet: bool, whole: bool) -> None:
        """Write what the run did; ``whole`` if all tests of its modules were meant to run."""
        self._written = self._ledger.write(ratchet=ratchet, whole=whole)

    @property
    def incomparable(self) -> list[str]:
        """Why the run cannot be compared with its base, if it cannot."""
        return self._ledger.incomparable

    @property
    def slow(self) -> list[str]:
        """A sentence for each budget of time that is surely broken."""
        return self._timings.broken()

    def lines(self, *, everything: bool = False) -> Iterator[str]:
        """The table at the end of a run; ``everything`` if it had all tests of the project."""
        if not self._overview.seen:
            yield _NO_DJANGO
            return
        yield from self._overview.lines()
        yield from self._ledger.lines()
        yield from (f"time: {line}" for line in self._timings.lines())
        if everything:
            yield from self._unmet.lines()
        yield from (f"baseline written: {_short(path, self._root)}" for path in self._written)


def _short(path: Path, root: Path) -> Path:
    return path.relative_to(root) if path.is_relative_to(root) else path
