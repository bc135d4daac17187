"""Tells answers that stay open when the server is asked to stop.

Servers such as uvicorn wait for open connections first, and a feed never ends by itself: with a
tab open, a reload would wait for ever.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, current_thread, main_thread
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_LEAVING = Event()
_LOCK = Lock()
_BEFORE: dict[int, Any] = {}
_open = 0


@contextmanager
def staying_open() -> Iterator[Event]:
    """Within, signals that end the server also set the event; the server gets them as before."""
    global _open  # noqa: PLW0603 - the process has one set of signal handlers
    with _LOCK:
        if not _open:
            _LEAVING.clear()
            _listen()
        _open += 1
    try:
        yield _LEAVING
    finally:
        with _LOCK:
            _open -= 1
            if not _open:
                _stop_listening()


def _listen() -> None:
    if current_thread() is not main_thread():  # only there Python lets handlers be set
        return
    for number in _SIGNALS:
        before = signal.getsignal(number)
        if callable(before) and before is not _heard:
            _BEFORE[number] = before
            signal.signal(number, _heard)


def _stop_listening() -> None:
    if current_thread() is not main_thread():
        return  # what is set still hands each signal on
    for number in _SIGNALS:
        if number in _BEFORE and signal.getsignal(number) is _heard:
            signal.signal(number, _BEFORE.pop(number))


def _heard(number: int, frame: FrameType | None) -> None:
    _LEAVING.set()
    _BEFORE[number](number, frame)
