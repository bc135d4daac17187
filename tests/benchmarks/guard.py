"""What one request costs in numbers that do not depend on the machine: calls and bytes.

``python -m tests.benchmarks.guard`` records them for the running Python and Django.
"""

from __future__ import annotations

import json
import platform
from pathlib import Path
from typing import Any

import django

from tests.benchmarks import driver, start_up
from tests.benchmarks.pages import PAGES

RECORDED = Path(__file__).with_name("recorded.json")
VARIANTS = ("bare", "memory", "off", "sampled-out")
PAGES_COUNTED = tuple(name for name, page in PAGES.items() if not page.asgi)
"""Without the async page: how often an event loop turns is not the same twice."""

Counted = dict[str, dict[str, dict[str, int]]]


def version() -> str:
    """What the numbers depend on."""
    series = ".".join(map(str, django.VERSION[:2]))
    return f"python {'.'.join(platform.python_version_tuple()[:2])}, django {series}"


def count() -> Counted:
    """By page and variant: Python function calls of a request, and bytes of its answer."""
    found: Counted = {page: {} for page in PAGES_COUNTED}
    with driver.workers(VARIANTS) as team:
        for page, row in found.items():
            for one in team:
                row[one.variant] = {**one.ask("calls", page=page), **one.ask("size", page=page)}
    return found


def count_written() -> dict[str, dict[str, int]]:
    """By page: Python function calls that writing its profile takes, and its spans."""
    with driver.workers(["memory"]) as (worker,):
        return {page: worker.ask("written", page=page) for page in PAGES_COUNTED}


def count_start_up() -> dict[str, int]:
    """What starting takes more than with Django alone: see :func:`start_up.counts`."""
    with start_up.starter(("bare", "memory")) as begin:
        return start_up.counts(begin, "memory")


def added(counted: Counted, variant: str, key: str) -> dict[str, int]:
    """By page: how much more than Django alone."""
    return {page: row[variant][key] - row["bare"][key] for page, row in counted.items()}


def recorded() -> dict[str, dict[str, int]]:
    """By version and page: calls that recording adds."""
    numbers: dict[str, dict[str, int]] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return numbers


def record() -> None:
    """Write down what is counted now, for this version."""
    numbers: dict[str, Any] = recorded() if RECORDED.exists() else {}
    numbers[version()] = added(count(), "memory", "calls")
    written = {page: one["written"] for page, one in count_written().items()}
    numbers[f"written, {version()}"] = written
    numbers[f"start-up, {version()}"] = count_start_up()
    text = json.dumps(dict(sorted(numbers.items())), indent=2)
    RECORDED.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    record()
