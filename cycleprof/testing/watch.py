"""Switches recording on for a run of tests, whichever runner runs them, and off again."""

from __future__ import annotations

from collections.abc import Callable, Collection

from cycleprof.blocks import surroundings
from cycleprof.conf import base_dir, get_config
from cycleprof.freeze import Paths, Recording
from cycleprof.gate.run import Cycle, Environment, Test
from cycleprof.gate.switches import COUNTS
from cycleprof.instruments._patch import Patches
from cycleprof.recorder import ACTIVE
from cycleprof.runtime import VERSIONS
from cycleprof.testing import chain, clears, hooks, stack_levels
from cycleprof.testing.case import Case, Ended, Reader, current, set_current
from cycleprof.testing.counting import CountsReader
from cycleprof.testing.reading import FullReader
from cycleprof.testing.surroundings import ask_versions, describe

_FAILED = ("failed", "error")


class Watch:
    """Recording for tests: on from :meth:`start` to :meth:`stop`. Django must be set up.

    ``mode`` is full or counts, ``warm_up`` the tables that a process reads once, ``room`` the
    bytes of whole profiles that each test may keep.
    """

    def __init__(self, mode: str, warm_up: Collection[str], room: int) -> None:
        self.mode = mode
        self.environment: Environment = describe(mode)
        self._warm_up = warm_up
        self._room = room
        self._patches = Patches()
        self._paths = Paths(base_dir())
        self._deliver: Callable[[Recording], None] | None = None

    def start(self) -> None:
        """Install what records. The project's settings stay as they are."""
        VERSIONS.update(hooks.install(self._patches, counts=self.mode == COUNTS))
        chain.install(self._patches)
        clears.install(self._patches)
        stack_levels.install(self._patches)
        self._deliver = surroundings.deliver
        if self._deliver is None:  # the tool itself is off
            surroundings.limits = get_config().limits
            surroundings.base_dir = base_dir()
            surroundings.versions = VERSIONS
        surroundings.deliver = self._take_block

    def stop(self) -> None:
        """Take out what :meth:`start` put in. Instruments stay: they do nothing by themselves."""
        set_current(None)
        self._patches.undo()
        surroundings.deliver = self._deliver

    def _take_block(self, recording: Recording) -> None:
        case = current()
        if case is not None:
            nested = ACTIVE.get() is not None
            case.end(None, Ended(recording, case.phase, nested=nested))
        if self._deliver is not None:
            self._deliver(recording)

    def _new_reader(self) -> Reader:
        if self.mode == COUNTS:
            return CountsReader(self._warm_up, self._paths)
        return FullReader(self._warm_up, self._room)

    def begin(self, nodeid: str, *, keep: bool = False) -> Case:
        """A test begins, in its setup. With ``keep`` it may look at its recordings."""
        case = Case(nodeid, self._new_reader(), self._paths, keep=keep)
        set_current(case)
        return case

    def settle(self, case: Case) -> list[Cycle]:
        """All cycles of the test so far; what is still open is ended."""
        cycles = case.settle()
        self.environment = ask_versions(self.environment)
        return cycles

    def finish(self, case: Case, outcome: str) -> Test:
        """The test is over: everything that it caused."""
        cycles = self.settle(case)
        case.close()
        set_current(None)
        findings = case.findings
        test = Test(
            nodeid=case.nodeid,
            outcome=outcome,
            profiles=cycles,
            totals=add_up(cycles),
            findings=[findings[key] for key in sorted(findings)],
        )
        if case.silencers:
            test["silencers"] = case.silencers
        if case.broken and outcome in _FAILED:  # else the test has caught it, as it expected to
            test["broken"] = case.broken
        return test


def add_up(cycles: Collection[Cycle]) -> dict[str, int]:
    """The sums over all cycles that are in no other one."""
    totals: dict[str, int] = {"profiles": 0}
    for cycle in cycles:
        if cycle["nested"]:
            continue
        totals["profiles"] += 1
        for key, value in cycle["totals"].items():
            totals[key] = totals.get(key, 0) + value
    return totals
