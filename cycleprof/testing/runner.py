"""Django's test runner with recording, for ``TEST_RUNNER`` in the settings."""

from __future__ import annotations

import unittest
from argparse import ArgumentParser
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.test.runner import DiscoverRunner, ParallelTestSuite

from cycleprof.gate.gathering import NOT_COMPARABLE, Gathering
from cycleprof.gate.switches import PATHS, RATCHET, SWITCHES, dest
from cycleprof.testing.options import OptionError, Options, make_options
from cycleprof.testing.results import Recorded, recording, remote_result, taking


class CycleprofRunner(DiscoverRunner):
    """``manage.py test --cycleprof``: records every test, and judges it by the configuration."""

    def __init__(
        self,
        *,
        cycleprof: str | None = None,
        cycleprof_json: str | None = None,
        cycleprof_update: str | None = None,
        cycleprof_compare: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._root = Path.cwd().resolve()
        self._wishes = {
            "mode": cycleprof,
            "json": cycleprof_json,
            "update": cycleprof_update,
            "compare": cycleprof_compare,
        }
        self._options: Options | None = None
        self._recorded: Recorded | None = None
        self._gathering: Gathering | None = None
        self._whole = True
        if any(self._wishes.values()):
            try:
                self._options = make_options(self._root, **self._wishes)
            except OptionError as error:
                raise CommandError(f"cycleprof: {error}", returncode=2) from error

    @classmethod
    def add_arguments(cls, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        for name, value, text in SWITCHES:
            parser.add_argument(name, dest=dest(name), action="store_const", const=value, help=text)
        for name, text in PATHS:
            parser.add_argument(name, metavar="PATH", help=text)

    def build_suite(self, test_labels: Sequence[str] | None = None, **kwargs: Any) -> Any:
        suite = super().build_suite(test_labels, **kwargs)
        chosen = self.test_name_patterns or self.tags or self.exclude_tags
        self._whole = not chosen and all(Path(label).is_dir() for label in test_labels or ())
        if self._options is not None and isinstance(suite, ParallelTestSuite):
            # On the instance, and made of names only: a worker may be spawned and not forked.
            result = partial(remote_result, self._root, self._wishes)
            workers: Any = suite
            workers.runner_class = partial(suite.runner_class, resultclass=result)
        return suite

    def get_test_runner_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_test_runner_kwargs()
        if self._gathering is not None:
            base = kwargs.get("resultclass") or unittest.TextTestResult
            take = self._gathering.add
            kwargs["resultclass"] = (
                taking(base, take)
                if self._recorded is None
                else recording(base, self._recorded, take)
            )
        return kwargs

    def run_suite(self, suite: Any, **kwargs: Any) -> Any:
        options = self._options
        if options is None:
            return super().run_suite(suite, **kwargs)
        self._gathering = options.gathering()
        if not isinstance(suite, ParallelTestSuite):
            self._recorded = Recorded(options)
        result = None
        try:
            result = super().run_suite(suite, **kwargs)
        finally:
            self._finish(self._gathering, options, result)
        return result

    def _finish(self, gathering: Gathering, options: Options, result: Any) -> None:
        if self._recorded is not None:
            self._recorded.close()
        gathering.close()
        if options.update is not None and result is not None:
            whole = self._whole and not result.shouldStop
            gathering.write_baselines(ratchet=options.update == RATCHET, whole=whole)
        for line in gathering.lines():
            self.log(f"cycleprof: {line}")

    def suite_result(self, suite: Any, result: Any, **kwargs: Any) -> int:
        failed = int(super().suite_result(suite, result, **kwargs))
        gathering = self._gathering
        if gathering is None or failed:
            return failed
        if gathering.incomparable:
            reasons = "; ".join(gathering.incomparable)
            raise CommandError(f"not compared with the base: {reasons}", returncode=NOT_COMPARABLE)
        return len(gathering.slow)
