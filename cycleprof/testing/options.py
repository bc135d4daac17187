"""What a run of tests is asked for, read and checked once per process, whichever runner runs it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cycleprof.gate.baseline import Baselines
from cycleprof.gate.config import ConfigError, GateConfig, load_config
from cycleprof.gate.expectation import Expectation, expect
from cycleprof.gate.gathering import Gathering
from cycleprof.gate.ledger import Ledger
from cycleprof.gate.run import Environment, Run
from cycleprof.gate.switches import COUNTS, FULL
from cycleprof.serialize import DocumentError


class OptionError(ValueError):
    """An option or the configuration means nothing; the message says what to write."""


@dataclass(frozen=True)
class Base:
    """The run to compare with."""

    path: str
    environment: Environment
    tests: dict[str, Expectation]


@dataclass(frozen=True)
class Options:
    """What is asked for; ``everywhere`` means all tests, not only those that use the fixture."""

    mode: str
    everywhere: bool
    json: str | None
    update: str | None
    base: Base | None
    gate: GateConfig
    baselines: Baselines

    def gathering(self) -> Gathering:
        """What gathers the run's tests."""
        ledger = Ledger(
            self.baselines,
            self.base.environment if self.base else None,
            findings=self.mode != COUNTS,
            keep=self.update is not None,
        )
        return Gathering(self.gate, ledger, self.json)


def make_options(
    root: Path,
    *,
    mode: str | None = None,
    json: str | None = None,
    update: str | None = None,
    compare: str | None = None,
) -> Options:
    """The options of a run in the project of this folder.

    Raises:
        OptionError: one of them, or the configuration, means nothing.
    """
    if mode == COUNTS and update:
        raise OptionError(
            "--cycleprof=counts finds nothing, so it cannot record a baseline; "
            "use --cycleprof --cycleprof-update"
        )
    try:
        gate = load_config(root)
        baselines = Baselines(gate.root / gate.baseline)
        baselines.check()
        base = _base(compare) if compare else None
    except (ConfigError, DocumentError, OSError) as error:
        raise OptionError(str(error)) from error
    return Options(
        mode=mode or FULL,
        everywhere=bool(mode or json or update or compare),
        json=json,
        update=update,
        base=base,
        gate=gate,
        baselines=baselines,
    )


def _base(path: str) -> Base:
    run = Run(path)
    return Base(path, run.environment, {test["nodeid"]: expect(test) for test in run})
