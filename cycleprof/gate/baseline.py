"""Baselines on disk: one small sorted JSON file per module of tests, made to merge well in git."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from cycleprof.gate.environment import series
from cycleprof.gate.expectation import CLASSES, Expectation, Expected, Statement
from cycleprof.gate.run import Environment
from cycleprof.serialize import DocumentError

BASELINE_SCHEMA = "cycleprof.baseline/1"


class Baselines:
    """The baselines in one folder. Files are read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read = cache(_read)

    def exist(self) -> bool:
        """Whether anything has been recorded yet."""
        return self.folder.is_dir() and any(self.folder.rglob("*.json"))

    def get(self, nodeid: str) -> Expectation | None:
        """What is expected of a test; None if it has no baseline.

        Raises:
            DocumentError: its file is damaged.
        """
        module, name = split(nodeid)
        return self._read(self._path(module))[1].get(name)

    def mismatch(self, nodeid: str, environment: Environment) -> str | None:
        """Why the test's baseline says nothing about this run; None if it does."""
        recorded = self._read(self._path(split(nodeid)[0]))[0]
        here = surroundings(environment)
        if not recorded or recorded == here:
            return None
        return f"recorded with {_words(recorded)}, this run has {_words(here)}"

    def check(self) -> None:
        """Read everything.

        Raises:
            DocumentError: a file is damaged.
        """
        for path in self.folder.rglob("*.json"):
            self._read(path)

    def update(
        self,
        environment: Environment,
        tests: Mapping[str, Expectation],
        *,
        seen: Collection[str] | None = None,
    ) -> list[Path]:
        """Write these tests' expectations; returns the files that changed.

        With ``seen``, all node ids of a whole run, tests of its modules that are no longer there
        are taken out.
        """
        modules: dict[str, dict[str, Expectation]] = {}
        for nodeid, expectation in tests.items():
            module, name = split(nodeid)
            modules.setdefault(module, {})[name] = expectation
        left = None if seen is None else set(seen)
        changed = []
        for module in modules.keys() | {split(nodeid)[0] for nodeid in left or ()}:
            path = self._path(module)
            known = {
                name: expectation
                for name, expectation in self._read(path)[1].items()
                if left is None or f"{module}::{name}" in left
            }
            if _write(path, surroundings(environment), {**known, **modules.get(module, {})}):
                changed.append(path)
        return sorted(changed)

    def _path(self, module: str) -> Path:
        return self.folder / PurePosixPath(module).with_suffix(".json")


def split(nodeid: str) -> tuple[str, str]:
    """A node id as its module's path and the test's name within it."""
    module, _, name = nodeid.partition("::")
    return module, name


def surroundings(environment: Environment) -> dict[str, Any]:
    """The part of an environment that decides about statements."""
    vendors = {one["alias"]: one["vendor"] for one in environment["databases"]}
    return {"databases": vendors, "django": series(environment["django"])}


def _words(recorded: Mapping[str, Any]) -> str:
    databases = ", ".join(f"{alias}: {name}" for alias, name in recorded["databases"].items())
    return f"Django {recorded['django']} ({databases})"


def _write(path: Path, recorded: Mapping[str, Any], tests: Mapping[str, Expectation]) -> bool:
    """Write the file, or remove it if it would be empty; whether that changed anything."""
    text = _encode(recorded, tests) if tests else ""
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    if text == before:
        return False
    if text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    else:
        path.unlink()
    return True


def _encode(recorded: Mapping[str, Any], tests: Mapping[str, Expectation]) -> str:
    document = {
        "schema": BASELINE_SCHEMA,
        "environment": recorded,
        "tests": {name: _plain(expectation) for name, expectation in tests.items()},
    }
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _plain(expectation: Expectation) -> dict[str, Any]:
    return {
        name: {
            "queries": {
                key: f"{statement.times}: {statement.label}"
                for key, statement in expected.queries.items()
            },
            "findings": dict(expected.findings),
        }
        for name, expected in expectation.items()
    }


def _read(path: Path) -> tuple[dict[str, Any], dict[str, Expectation]]:
    if not path.is_file():
        return {}, {}
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["schema"] != BASELINE_SCHEMA:
            raise DocumentError(f"{path}: schema {document['schema']!r} is not known here")
        tests = {name: _parse(plain) for name, plain in document["tests"].items()}
        return document["environment"], tests
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError(
            f"{path}: a damaged baseline ({error}); after a merge, run --cycleprof-update"
        ) from error


def _parse(plain: Mapping[str, Any]) -> Expectation:
    return {
        name: Expected(
            {key: _statement(value) for key, value in expected["queries"].items()},
            dict(expected["findings"]),
        )
        for name, expected in plain.items()
    }


def _statement(value: str) -> Statement:
    times, _, label = value.partition(": ")
    if times not in CLASSES:
        raise ValueError(f"{times!r} is not one of {', '.join(CLASSES)}")
    return Statement(times, label)
