"""Judges a run that is over: by the budgets of the configuration, the baselines, and a base."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cycleprof.gate.baseline import Baselines
from cycleprof.gate.comparison import RunDiff, compare_runs
from cycleprof.gate.config import load_config
from cycleprof.gate.examiner import Examiner
from cycleprof.gate.run import Run
from cycleprof.gate.run_text import folded, run_markdown, run_text
from cycleprof.gate.silencers import Silencers
from cycleprof.gate.timing import Timings

_MOST = 20


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a run breaks: messages by test.

    ``diff`` is the comparison with the base, if any; ``times`` says how budgets of time fared,
    ``slow`` which of them are broken. ``idle`` names silencers that silenced nothing.
    """

    tests: int
    problems: dict[str, list[str]]
    diff: RunDiff | None
    times: tuple[str, ...] = ()
    slow: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing is broken."""
        return not self.problems and not self.slow and not (self.diff and self.diff.is_worse)

    def text(self) -> str:
        """The verdict for people."""
        lines = [self._headline()]
        for nodeid, messages in sorted(self.problems.items()):
            lines += ["", nodeid, *messages]
        lines += [f"time: {one}" for one in self.times]
        lines += self.idle
        if self.diff is not None:
            lines += ["", f"compared with the base: {run_text(self.diff)}".rstrip()]
        return "\n".join(lines) + "\n"

    def markdown(self) -> str:
        """The verdict for a pull request; details are folded."""
        lines = [f"**cycleprof: {self._headline()}**"]
        for nodeid, messages in sorted(self.problems.items())[:_MOST]:
            lines += folded(nodeid, "\n\n".join(messages).splitlines())
        if len(self.problems) > _MOST:
            lines += ["", f"and {len(self.problems) - _MOST} more"]
        if self.times:
            lines += folded("Budgets of time", self.times)
        if self.idle:
            lines += folded("Silencers that silenced nothing", self.idle)
        if self.diff is not None:
            lines += ["", "Compared with the base:", "", run_markdown(self.diff).rstrip()]
        return "\n".join(lines) + "\n"

    def _headline(self) -> str:
        slow = f"; {len(self.slow)} budgets of time are exceeded" if self.slow else ""
        broken = f"{len(self.problems)} of {self.tests} tests break a budget or their baseline"
        return broken + slow


def check_run(head: Run, folder: Path, base: Run | None = None) -> Verdict:
    """Judge a run by what the project in this folder has configured.

    Raises:
        ConfigError: the configuration means nothing.
        DocumentError: a document or a baseline is damaged.
        IncomparableError: base and head ran in different environments.
    """
    config = load_config(folder)
    baselines = Baselines(config.root / config.baseline)
    baselines.check()
    examiner = Examiner(config, baselines if baselines.exist() else None)
    diff = compare_runs(base, head) if base is not None else None
    problems: dict[str, list[str]] = {}
    timings, silencers = Timings(config.budgets), Silencers()
    tests = 0
    for test in head:
        tests += 1
        timings.add(test)
        silencers.add(test)
        cycles = [cycle for cycle in test["profiles"] if cycle["phase"] == "call"]
        findings = {finding["fingerprint"]: finding for finding in test["findings"]}
        found = examiner.problems(test["nodeid"], (), cycles, findings, head.environment)
        found += test.get("broken", [])
        if found:
            problems[test["nodeid"]] = found
    times, slow = tuple(timings.lines()), tuple(timings.broken())
    return Verdict(tests, problems, diff, times, slow, tuple(silencers.lines()))
