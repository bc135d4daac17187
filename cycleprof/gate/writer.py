"""Writes a run document test by test: after each one the file is a whole JSON document."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import Self

from cycleprof.gate.run import RUN_SCHEMA, Environment, Test, encode_line

_TAIL = b"\n]}\n"
_SPARE = 64  # bytes per database, for the version that is known only once it is connected


class RunWriter:
    """A run document that grows. One test per line, so that it can be read line by line.

    Each test overwrites the closing brackets and writes them again behind itself: a crash loses at
    most the test that was being written.
    """

    def __init__(self, path: str | Path, environment: Environment) -> None:
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("wb")
        self._environment = environment
        self._room = len(_head(environment)) + _SPARE * len(environment["databases"])
        self._file.write(_head(environment, self._room) + _TAIL)
        self._file.flush()
        self._end = self._room
        self._tests = 0

    def add(self, test: Test) -> None:
        """Write one more test."""
        self.add_line(encode_line(test))

    def add_line(self, line: bytes) -> None:
        """Write one more test that is encoded already."""
        data = (b",\n" if self._tests else b"\n") + line
        self._file.seek(self._end)
        self._file.write(data + _TAIL)
        self._file.flush()
        self._end += len(data)
        self._tests += 1

    def update(self, environment: Environment) -> None:
        """Replace the environment by one that knows more, such as a database's version."""
        if environment == self._environment:
            return
        head = _head(environment, self._room)
        if len(head) == self._room:
            self._environment = environment
            self._file.seek(0)
            self._file.write(head)
            self._file.flush()

    def close(self) -> None:
        """Close the file; it is complete already."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _head(environment: Environment, room: int = 0) -> bytes:
    """The first line up to the list of tests, with blanks where JSON allows them."""
    text = json.dumps(environment, separators=(",", ":"), sort_keys=True)
    head = f'{{"schema":"{RUN_SCHEMA}","environment":{text},'.encode("ascii")
    return head.ljust(room - len(b'"tests":[')) + b'"tests":['
