"""What a test run recorded, as a document: its shape, and how to read it test by test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NotRequired, TypedDict, cast

from cycleprof.serialize import Document, DocumentError

RUN_SCHEMA = "cycleprof.run/1"


class Line(TypedDict):
    """A line of source that ran a statement ``count`` times."""

    file: str
    line: int
    function: str | None
    template: NotRequired[str]
    count: int


class Query(TypedDict):
    """All statements of one shape on one alias in one cycle.

    ``warm_up`` marks what depends on the tests that ran before, such as a process's first look at
    the table of content types, or the work to fill a cache: it takes no part in budgets and
    baselines. A statement that was run both to fill a cache and otherwise has two entries.
    """

    fingerprint: str
    alias: str
    sql: str
    count: int
    warm_up: bool
    lines: list[Line]


class Cycle(TypedDict):
    """One profile of a test, in short.

    ``profile`` is its whole document, or None where that was too large or only counts were
    recorded. ``findings`` are fingerprints of the test's findings. ``phase`` is setup, call or
    teardown; ``nested`` is true where another cycle of the test holds all of it.
    """

    id: str
    kind: str
    name: str
    phase: str
    nested: bool
    method: str | None
    path: str | None
    route: str | None
    url_name: str | None
    status: int | None
    totals: dict[str, int]
    stages: dict[str, int]
    queries: list[Query]
    findings: list[str]
    profile: Document | None


class Test(TypedDict):
    """One test: its cycles, what they add up to, and their findings, each fingerprint once.

    ``broken`` are messages: one per broken budget that only the test itself knows, from a marker
    or a block. Those of the configuration are judged anew by whoever reads the document.
    ``silencers`` are the comments, blocks and patterns that its cycles met, by name, and whether
    they silenced something.
    """

    nodeid: str
    outcome: str
    profiles: list[Cycle]
    totals: dict[str, int]
    findings: list[Document]
    broken: NotRequired[list[str]]
    silencers: NotRequired[dict[str, bool]]


class Database(TypedDict):
    """One database alias; ``version`` is None where no connection was open to ask."""

    alias: str
    vendor: str
    version: str | None


class Environment(TypedDict):
    """What must be equal for two runs to be compared. ``fixtures`` is a digest of their files."""

    python: str
    django: str
    cycleprof: str
    databases: list[Database]
    mode: NotRequired[str]
    fixtures: NotRequired[str]


class Run:
    """A run document on disk. Its tests are read one at a time, as often as asked.

    A document that :class:`~cycleprof.gate.writer.RunWriter` wrote is read line by line, also one
    that a crash cut off; any other layout of the same JSON is read as a whole.

    Raises:
        DocumentError: the file is no run document.
        OSError: it cannot be read.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        with self.path.open("rb") as file:
            head = file.readline()
        self._whole = None if head.rstrip().endswith(b'"tests":[') else self._read_whole()
        document = self._whole or _head(head, self.path)
        if document.get("schema") != RUN_SCHEMA:
            found = document.get("schema")
            raise DocumentError(f"{path}: expected schema {RUN_SCHEMA!r}, found {found!r}")
        try:
            self.environment = cast("Environment", document["environment"])
        except KeyError:
            raise DocumentError(f"{path}: a run document without an environment") from None

    def __iter__(self) -> Iterator[Test]:
        for line in self.lines():
            yield cast("Test", json.loads(line))

    def lines(self) -> Iterator[bytes]:
        """The tests as JSON, one line each."""
        if self._whole is not None:
            yield from (encode_line(test) for test in self._whole["tests"])
            return
        with self.path.open("rb") as file:
            next(file)
            for line in file:
                text = line.strip().rstrip(b",")
                if text.startswith(b"]"):
                    return
                if line.endswith(b"\n") or _is_json(text):
                    yield text

    def _read_whole(self) -> dict[str, Any]:
        try:
            document = json.loads(self.path.read_bytes())
        except ValueError as error:
            raise DocumentError(f"{self.path}: not a JSON document: {error}") from error
        if not isinstance(document, dict) or not isinstance(document.get("tests"), list):
            raise DocumentError(f"{self.path}: not a run document; it has no list of tests")
        return document


def _head(line: bytes, path: Path) -> dict[str, Any]:
    try:
        return cast("dict[str, Any]", json.loads(line.rstrip() + b"]}"))
    except ValueError as error:
        raise DocumentError(f"{path}: a damaged run document: {error}") from error


def _is_json(text: bytes) -> bool:
    """Whether the last line, which a crash may have cut off, is whole."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def encode_line(test: Test) -> bytes:
    """One test as one line of JSON, the same for equal tests."""
    return json.dumps(test, separators=(",", ":"), sort_keys=True).encode("ascii")
