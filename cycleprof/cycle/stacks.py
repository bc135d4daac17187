"""One stretch of sampled stacks in one thread, as runs of functions that stayed on the stack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import get_ident
from typing import Any, Literal, NamedTuple

from cycleprof.recorder import clock

_INTERVAL_S = 0.001
_OWN = str(Path(__file__).parents[1])
_BEGINNINGS = {str(Path(_OWN, name)) for name in ("middleware.py", "instruments/hops.py")}
_SAMPLING = {str(Path(_OWN, "cycle", name)) for name in ("sampling.py", "stacks.py")}


class Run(NamedTuple):
    """A function that stayed on the stack from one sample to another.

    ``frame`` is pyinstrument's name of it: function, file and first line.
    """

    frame: str
    depth: int
    start: int
    end: int
    thread: int

    @property
    def length(self) -> int:
        return self.end - self.start


class Stretch:
    """A running sampling of this thread, or with ``task`` of what this asyncio task does in it.

    Raises:
        ImportError: pyinstrument is not there.
        RuntimeError: another profiler is at work here.
    """

    def __init__(self, *, task: bool) -> None:
        from pyinstrument import Profiler  # noqa: PLC0415 - an extra, imported when asked for

        mode: Literal["enabled", "disabled"] = "enabled" if task else "disabled"
        self._profiler: Any = Profiler(interval=_INTERVAL_S, async_mode=mode)
        self._started = clock()
        self._profiler.start()

    def stop(self) -> tuple[int, list[Run]]:
        """How many samples were taken, and the runs that they show."""
        session = self._profiler.stop()
        return session.sample_count, list(runs(session.frame_records, self._started))


def runs(records: Iterable[tuple[list[str], float]], start: int) -> Iterator[Run]:
    """The runs of a chronological list of stacks, each with the seconds that it lasted."""
    stack: list[tuple[str, int]] = []
    now = start
    for frames, seconds in records:
        names = _names(frames)
        shared = 0
        while shared < min(len(stack), len(names)) and stack[shared][0] == names[shared]:
            shared += 1
        yield from _closed(stack, shared, now)
        stack.extend((name, now) for name in names[shared:])
        now += round(seconds * 1e9)
    yield from _closed(stack, 0, now)


def _closed(stack: list[tuple[str, int]], depth: int, now: int) -> Iterator[Run]:
    while len(stack) > depth:
        name, began = stack.pop()
        yield Run(name, len(stack), began, now, get_ident())


def _names(frames: list[str]) -> list[str]:
    """The functions of a stack from where the application begins, without our own."""
    names: list[str] = []
    for frame in frames:
        name = frame.partition("\x01")[0]  # what follows differs from sample to sample
        file = name.split("\x00")[1] if name.count("\x00") else ""
        if file in _SAMPLING:
            return []  # this, and pyinstrument below it, is at work, and nothing of the application
        if file in _BEGINNINGS:
            names.clear()  # what lies outside is the server, or the thread's own
        elif file != "<thread>" and not file.startswith(_OWN):
            names.append(name)
    return names
