"""The configuration of the gate: ``[tool.cycleprof]`` in pyproject.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cycleprof.gate.limits import Budget, LimitError, make_budget, nearest
from cycleprof.gate.places import line_of
from cycleprof.gate.warm_up import TABLES

FILE = "pyproject.toml"


class ConfigError(ValueError):
    """A configuration that means nothing: the message names file, line, key and what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateConfig:
    """What ``[tool.cycleprof]`` may hold; each attribute is one key."""

    root: Path
    """The folder of pyproject.toml: paths in it are relative to this one."""
    baseline: str = "cycleprof_baseline"
    """The folder of the baselines, one file per module of tests."""
    unknown_tests: str = "report"
    """What happens to a test that has no baseline: report or fail."""
    warm_up: frozenset[str] = TABLES
    """Tables that a process reads once; reading them is in no budget and no baseline."""
    profile_bytes: int = 100_000
    """Up to how many bytes of whole profiles the artefact keeps per test."""
    budgets: tuple[Budget, ...] = ()
    """One per route or test, in the order of the file."""


def load_config(root: Path) -> GateConfig:
    """The configuration of the project in this folder; the defaults if it has none.

    Raises:
        ConfigError: a key or value in it is wrong.
    """
    path = root / FILE
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text).get("tool", {}).get("cycleprof", {})
    except FileNotFoundError:
        return GateConfig(root=root)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    return _Parser(root, text).parse(table)


class _Parser:
    def __init__(self, root: Path, text: str) -> None:
        self._root = root
        self._text = text

    def parse(self, table: Any) -> GateConfig:
        if not isinstance(table, dict):
            raise self._error((), "it takes keys, such as [tool.cycleprof.budgets]")
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in _KEYS:
                raise self._error((key,), f"there is no such key. {nearest(key, tuple(_KEYS))}")
            values[key] = _KEYS[key](self, key, value)
        return GateConfig(root=self._root, **values)

    def _error(self, path: Sequence[str], problem: str) -> ConfigError:
        line = line_of(self._text, ("tool", "cycleprof", *path))
        name = ".".join(_quoted(part) for part in ("tool", "cycleprof", *path))
        return ConfigError(f"{FILE}:{line or 1}: {name}: {problem}")

    def _text_value(self, key: str, value: Any) -> str:
        if not isinstance(value, str) or not value:
            raise self._error((key,), f"{value!r} is no text")
        return value

    def _unknown_tests(self, key: str, value: Any) -> str:
        if value not in {"report", "fail"}:
            raise self._error((key,), f"{value!r} is not one of 'report', 'fail'")
        return str(value)

    def _tables(self, key: str, value: Any) -> frozenset[str]:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._error((key,), f"{value!r} is no list of names of tables")
        return TABLES | frozenset(value)

    def _bytes(self, key: str, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self._error((key,), f"{value!r} is no whole number of at least 0")
        return value

    def _budgets(self, key: str, value: Any) -> tuple[Budget, ...]:
        if not isinstance(value, Mapping):
            raise self._error((key,), "it takes one table per route or test")
        return tuple(self._budget(key, name, limits) for name, limits in value.items())

    def _budget(self, key: str, name: str, limits: Any) -> Budget:
        if not isinstance(limits, Mapping):
            raise self._error((key, name), f"{limits!r} is no table of limits")
        line = line_of(self._text, ("tool", "cycleprof", key, name))
        try:
            return make_budget(name, f"{FILE}:{line or 1}", limits, whole_run=True)
        except LimitError as error:
            path = (key, name, error.key) if error.key else (key, name)
            raise self._error(path, str(error)) from error


_KEYS: dict[str, Any] = {
    "baseline": _Parser._text_value,  # noqa: SLF001 - one class, read as a table
    "unknown_tests": _Parser._unknown_tests,  # noqa: SLF001 - likewise
    "warm_up": _Parser._tables,  # noqa: SLF001 - likewise
    "profile_bytes": _Parser._bytes,  # noqa: SLF001 - likewise
    "budgets": _Parser._budgets,  # noqa: SLF001 - likewise
}


def _quoted(part: str) -> str:
    return part if part.replace("_", "").replace("-", "").isalnum() else f'"{part}"'
