"""Samples the Python stacks of one request by pyinstrument, when somebody asks for it.

Each run of samples in which a function stays on the stack becomes one span of stage ``python``.
The spans are overlays: they say what ran, and take no part in the sums of the stages.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from threading import current_thread

from cycleprof.cycle.stacks import Run, Stretch
from cycleprof.frames import Site
from cycleprof.instruments._guard import harmless
from cycleprof.instruments.hops import visitors
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import Details, Recorder

logger = logging.getLogger("cycleprof")

STATE = "cycleprof.python"
"""Attribute of the root span: how many samples there are, or why there are none."""

_MOST_SPANS = 2_000


class Sampler:
    """The sampling of one request: where it begins, and in the threads that its loop calls."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._stretch: Stretch | None = None
        self._samples = 0
        self._runs: list[Run] = []

    def start(self) -> None:
        """Begin. Where that is not possible the profile says why."""
        if find_spec("pyinstrument") is None:
            self._note("pyinstrument is not installed: pip install 'cycleprof[python]'")
            return
        try:
            self._stretch = Stretch(task=True)
        except Exception as error:  # noqa: BLE001 - e.g. another profiler runs in this thread
            self._note(f"not sampled: {error}")
            return
        visitors[self._recorder.id] = self._visit

    @harmless
    def stop(self) -> None:
        """End, and add what was seen to the recording. A second call does nothing."""
        stretch, self._stretch = self._stretch, None
        if stretch is None:
            return
        visitors.pop(self._recorder.id, None)
        self._take(stretch)
        found = sorted(self._runs, key=lambda run: run.length)
        for run in found[-_MOST_SPANS:]:
            self._add(run)
        self._note(_verdict(self._samples, len(found) - _MOST_SPANS))

    @contextmanager
    def _visit(self) -> Iterator[None]:
        """Sample what the event loop has a thread do for this request."""
        try:
            stretch = Stretch(task=False)
        except Exception:  # noqa: BLE001 - a thread that is sampled already, further up its stack
            yield
            return
        try:
            yield
        finally:
            self._take(stretch)

    def _take(self, stretch: Stretch) -> None:
        try:
            samples, runs = stretch.stop()
        except Exception:
            logger.warning("cycleprof could not stop its sampling", exc_info=True)
            return
        self._samples += samples
        self._runs.extend(runs)
        self._recorder.threads.setdefault(current_thread().ident or 0, current_thread().name)

    def _note(self, text: str) -> None:
        self._recorder.root.note(STATE, text)

    def _add(self, run: Run) -> None:
        root, recorder = self._recorder.root, self._recorder
        recorder.add(
            (
                next(recorder.ids), root.id, Stage.PYTHON, _describe, run,
                run.start, run.end, run.thread, root.task, "ok", None,
            )
        )  # fmt: skip


def _verdict(samples: int, left_out: int) -> str:
    if samples == 0:
        return "no samples: the work was too short, or ran in a thread of its own"
    return f"{samples} samples" + (f", without the {left_out} shortest runs" * (left_out > 0))


def _describe(run: Run) -> Details:
    function, file, line = (*run.frame.split("\x00"), "", "")[:3]
    attributes: dict[str, Attribute] = {
        "code.function.name": function,
        "cycleprof.python.depth": run.depth,
    }
    real = bool(file) and not file.startswith("<")
    site = Site(file, int(line) if line.isdigit() else 1, function) if real else None
    return Details(function, site, attributes, overlay=True)
