"""What the pytest plugin does once per run: gathers all tests, also those that workers ran."""

from __future__ import annotations

from typing import Any

import pytest

from cycleprof.gate.gathering import NOT_COMPARABLE
from cycleprof.gate.switches import RATCHET
from cycleprof.testing.guard import ENVIRONMENT, TEST
from cycleprof.testing.options import Options


class Collector:
    """Writes the artefact while the tests run; the baselines and the table at the end."""

    def __init__(self, config: pytest.Config, options: Options) -> None:
        self._config = config
        self._options = options
        self._gathering = options.gathering()
        self._everything = False

    def pytest_report_header(self) -> str:
        target = f", written to {self._options.json}" if self._options.json else ""
        return f"cycleprof: recording every cycle ({self._options.mode}){target}"

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        line: str | None = report.__dict__.pop(TEST, None)
        if line is not None:
            self._gathering.add(line, report.__dict__.pop(ENVIRONMENT))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self._gathering.close()
        source = self._config.args_source
        narrowed = source is pytest.Config.ArgsSource.ARGS
        self._everything = self._is_whole(session) and not narrowed
        if self._options.update is not None:
            ratchet = self._options.update == RATCHET
            self._gathering.write_baselines(ratchet=ratchet, whole=self._is_whole(session))
        if session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = self._status()

    def _status(self) -> int:
        """What the run ends with though each of its tests has passed."""
        if self._gathering.incomparable:
            return NOT_COMPARABLE
        return pytest.ExitCode.TESTS_FAILED if self._gathering.slow else pytest.ExitCode.OK

    def _is_whole(self, session: pytest.Session) -> bool:
        """Whether all tests of the modules that ran were meant to run, and did."""
        option = self._config.option
        chosen = option.keyword or option.markexpr or getattr(option, "lf", False)
        cut_short = session.shouldstop or session.shouldfail or session.exitstatus not in _COMPLETE
        return not (chosen or option.deselect or cut_short) and all(
            "::" not in argument for argument in self._config.args
        )

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        terminalreporter.section("cycleprof", sep="=")
        for line in self._gathering.lines(everything=self._everything):
            terminalreporter.line(line)


_COMPLETE = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
