"""The results as Markdown: what Django alone takes, and every other variant as a ratio to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from statistics import geometric_mean
from typing import Any

from tests.benchmarks.pages import PAGES
from tests.benchmarks.variants import VARIANTS

_TITLES = {
    "request": "CPU time in the request's own threads, as a ratio to Django alone",
    "steady": "CPU time of the whole process while requests come one after another",
    "drained": "CPU time of the whole process until everything recorded is written",
    "wall": "Wall time",
}


def markdown(found: dict[str, Any]) -> str:
    """All tables of one run."""
    environment = found["environment"]
    parts = [f"Python {environment['python']}, Django {environment['django']}, SQLite, DEBUG on.\n"]
    parts += [_ratios(found["pages"], kind, title) for kind, title in _TITLES.items()]
    parts += [_added(found["pages"], "calls", "Python function calls more than Django alone")]
    parts += [_added(found["pages"], "size", "Bytes more in the answer, headers included")]
    parts += [_process(found)]
    return "\n".join(parts)


def _ratios(pages: dict[str, Any], kind: str, title: str) -> str:
    others = _others(pages)
    rows = []
    for page, cells in pages.items():
        bare = cells["bare"][kind]
        ratios = [f"{cells[name][kind] / bare:.2f}" for name in others]
        rows.append([PAGES[page].title, f"{bare / 1e6:.2f} ms", *ratios])
    rows.append(["geometric mean", "", *(f"{mean(pages, name, kind):.2f}" for name in others)])
    return as_table(title, ["page", "Django alone", *_named(others)], rows)


def mean(pages: dict[str, Any], variant: str, kind: str) -> float:
    """The geometric mean over all pages of a variant's ratio to Django alone."""
    return geometric_mean(row[variant][kind] / row["bare"][kind] for row in pages.values())


def _added(pages: dict[str, Any], key: str, title: str) -> str:
    others = _others(pages)
    rows = [
        [
            PAGES[page].title,
            f"{cells['bare'][key]:,}",
            *(f"{cells[name][key] - cells['bare'][key]:+,}" for name in others),
        ]
        for page, cells in pages.items()
    ]
    return as_table(title, ["page", "Django alone", *_named(others)], rows)


def _process(found: dict[str, Any]) -> str:
    start, growth = found["start_up"], found["growth"]
    trivial = found["pages"].get("trivial")
    rows = [
        _row("start-up, CPU", start, lambda name: f"{start[name] / 1e6:.0f} ms"),
        _row(
            "growth over some hundred requests",
            start,
            lambda name: _kilobytes(growth[name]["growth"]),
        ),
        _row(
            "the page list some hundred times in a row, CPU of the process",
            start,
            lambda name: f"{growth[name]['steady'] / growth['bare']['steady']:.2f}",
        ),
        _row("largest size", start, lambda name: _kilobytes(growth[name]["peak"])),
    ]
    if trivial is not None:
        added = {
            name: cell["request"] - trivial["bare"]["request"] for name, cell in trivial.items()
        }
        rows.append(_row("trivial page, added", start, lambda name: f"{added[name] / 1e6:.3f} ms"))
    return as_table("The process", ["", *_named(start)], rows)


def _row(title: str, names: Iterable[str], value: Callable[[str], str]) -> list[str]:
    return [title, *(value(name) for name in names)]


def _kilobytes(count: int) -> str:
    return f"{count / 1000:,.0f} kB"


def _others(pages: dict[str, Any]) -> list[str]:
    return [name for name in next(iter(pages.values())) if name != "bare"]


def _named(names: Iterable[str]) -> list[str]:
    return [VARIANTS[name].title for name in names]


def as_table(title: str, head: list[str], rows: list[list[str]]) -> str:
    """A heading and a table in Markdown."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    body = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return f"### {title}\n\n{body}\n"
