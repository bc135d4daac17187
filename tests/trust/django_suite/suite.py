"""One run of Django's own test runner: ``suite.py plain|recorded ROOT TARGET LABEL…``.

To be started in the folder of its tests. Writes one JSON object a line to TARGET: how each test
ended and, where it was recorded, what its profile says. A script by itself, because Django's
``runtests.py`` is one.
"""

from __future__ import annotations

import json
import sys
import traceback
import unittest
from pathlib import Path
from typing import Any

mode, root, target, *labels = sys.argv[1:]
sys.path[:0] = [str(Path.cwd()), root]


def write(**line: str) -> None:
    with Path(target).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


class Outcomes(unittest.TextTestResult):
    """Writes down how each test ends."""

    def addSuccess(self, test: Any) -> None:  # noqa: N802 - unittest's name
        super().addSuccess(test)
        write(test=test.id(), end="success")

    def addFailure(self, test: Any, err: Any) -> None:  # noqa: N802 - unittest's name
        super().addFailure(test, err)
        self._write_failure(test, "failure", err)

    def addError(self, test: Any, err: Any) -> None:  # noqa: N802 - unittest's name
        super().addError(test, err)
        self._write_failure(test, "error", err)

    def addSkip(self, test: Any, reason: str) -> None:  # noqa: N802 - unittest's name
        super().addSkip(test, reason)
        write(test=test.id(), end="skip")

    def addExpectedFailure(self, test: Any, err: Any) -> None:  # noqa: N802 - unittest's name
        super().addExpectedFailure(test, err)
        write(test=test.id(), end="expected failure")

    def addUnexpectedSuccess(self, test: Any) -> None:  # noqa: N802 - unittest's name
        super().addUnexpectedSuccess(test)
        write(test=test.id(), end="unexpected success")

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:  # noqa: N802 - unittest's name
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._write_failure(test, "failure", err)

    def _write_failure(self, test: Any, end: str, err: Any) -> None:
        detail = "".join(traceback.format_exception(*err)) if isinstance(err[1], Exception) else ""
        write(test=test.id(), end=end, detail=detail[-3000:])


def record_every_test() -> None:
    """Install all instruments and put a recorder around each test."""
    from cycleprof.instruments import install_all

    for seam, why in install_all().items():
        write(fault=f"{seam} is {why}")
    call = unittest.TestCase.__call__
    unittest.TestCase.__call__ = recorded(call)  # type: ignore[method-assign]  # the point of it
    from django.test import SimpleTestCase

    SimpleTestCase.__call__ = recorded(SimpleTestCase.__call__)  # type: ignore[method-assign]  # likewise


def recorded(call: Any) -> Any:
    from cycleprof.recorder import ACTIVE, Details, Recorder

    def run(test: Any, *args: Any, **kwargs: Any) -> Any:
        if ACTIVE.get() is not None:
            return call(test, *args, **kwargs)
        recorder = Recorder("user", lambda _: Details("test"), None, limit=20_000)
        ACTIVE.set(recorder.root)
        try:
            return call(test, *args, **kwargs)
        finally:
            ACTIVE.set(None)
            recorder.finish()
            keep(recorder, test.id())

    return run


def keep(recorder: Any, name: str) -> None:
    """Freeze and analyse, as the writer would, and note every fault that this admits."""
    from cycleprof import serialize
    from cycleprof.analysis import analyse
    from cycleprof.freeze import Facts, Paths, Recording
    from cycleprof.model import Limits
    from cycleprof.recorder import suppressed

    try:
        with suppressed():
            facts = Facts(kind="test", name=name)
            profile = Recording(recorder, lambda: facts, Limits(), Paths(Path.cwd())).profile
            serialize.encode(serialize.report_document(analyse(profile)))
    except Exception:  # noqa: BLE001 - any of them is a fault to tell of
        write(fault=f"{name}: the profile failed: {traceback.format_exc()}")
        return
    write(profile=profile.id, spans=str(len(profile.spans)))
    for span in profile.spans:
        if "cycleprof.error" in span.attributes:
            write(fault=f"{name}: {span.stage} span: {span.attributes['cycleprof.error']}")


def main() -> None:
    from django.test.runner import DiscoverRunner

    run_suite = DiscoverRunner.run_suite

    def run(self: Any, suite: Any, **kwargs: Any) -> Any:
        if mode == "recorded":
            record_every_test()
        result = run_suite(self, suite, **kwargs)
        write(finished="yes")
        return result

    DiscoverRunner.run_suite = run  # type: ignore[method-assign]  # Django's runner has no hook
    DiscoverRunner.get_resultclass = lambda _: Outcomes  # type: ignore[method-assign]  # likewise
    path = Path("runtests.py").resolve()
    sys.argv = [str(path), "--parallel=1", "--noinput", "--settings=suite_settings", *labels]
    names = {"__name__": "__main__", "__file__": str(path)}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)


main()
