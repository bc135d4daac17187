"""The pytest plugins that every run of this suite loads, through `addopts` in pyproject.toml."""

from __future__ import annotations

pytest_plugins = (
    "pytester",
    "tests.harness.junit",
    "tests.harness.mysql_driver",
    "tests.harness.no_skip",
    "tests.harness.processes",
    "tests.harness.second_try",
    "tests.harness.versions",
)
