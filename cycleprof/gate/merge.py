"""Merges the run documents of shards: in any order and any grouping, with the same result."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from cycleprof.gate.environment import IncomparableError, differences, join
from cycleprof.gate.run import Environment, Run, encode_line
from cycleprof.gate.writer import RunWriter

Place = tuple[int, int]


def merge_runs(sources: Sequence[str | Path], target: str | Path) -> int:
    """Write one document with the tests of all, sorted by node id; returns how many.

    A test that several shards ran is kept once, the same one whatever the order. Holds an index
    of the tests in memory, not the tests.

    Raises:
        IncomparableError: the shards come from different environments.
        DocumentError: a source is no run document.
        ValueError: there is no source, or the target is one of them.
    """
    runs = [Run(source) for source in sources]
    if not runs:
        raise ValueError("there is nothing to merge; name at least one run document")
    if any(run.path.resolve() == Path(target).resolve() for run in runs):
        raise ValueError(f"{target} is one of the documents to merge; write to another file")
    environment = _common(runs)
    with TemporaryFile() as spool:
        places = _collect(runs, spool)
        with RunWriter(target, environment) as writer:
            for nodeid in sorted(places):
                writer.add_line(_read(spool, places[nodeid]))
    return len(places)


def _common(runs: Sequence[Run]) -> Environment:
    environment = runs[0].environment
    for run in runs[1:]:
        found = differences(environment, run.environment)
        if found:
            raise IncomparableError(f"{runs[0].path} and {run.path} differ: {'; '.join(found)}")
        environment = join(environment, run.environment)
    return environment


def _collect(runs: Sequence[Run], spool: IO[bytes]) -> dict[str, Place]:
    """Copy every test into the spool; where each one stands, of equal node ids the greater."""
    places: dict[str, Place] = {}
    end = 0
    for run in runs:
        for raw in run.lines():
            test = json.loads(raw)
            line, nodeid = encode_line(test), test["nodeid"]
            if nodeid in places and _read(spool, places[nodeid]) >= line:
                continue
            spool.seek(end)
            spool.write(line)
            places[nodeid] = (end, len(line))
            end += len(line)
    return places


def _read(spool: IO[bytes], place: Place) -> bytes:
    spool.seek(place[0])
    return spool.read(place[1])
