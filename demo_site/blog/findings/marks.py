"""Find the lines that a bad page's comments mark as its source and its trigger.

The source is the line of the queryset to change, the trigger the line that causes the queries:
`# source: cp001`, `# trigger: cp001`, `{# trigger: cp001 #}`, `# source and trigger: cp005`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

MARK = re.compile(r"\# (source|trigger|source and trigger): (cp[0-9a-z-]+)")
KINDS = {"*.py", "*.html"}


def mark(kind: str, slug: str) -> tuple[str, int] | None:
    """Return file (relative to BASE_DIR) and line of the `kind` of a page, None if it has none."""
    return _marks().get((kind, slug))


@cache
def _marks() -> dict[tuple[str, str], tuple[str, int]]:
    base = Path(settings.BASE_DIR)
    found: dict[tuple[str, str], tuple[str, int]] = {}
    for path in _files(base / "blog"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for kinds, slug in MARK.findall(line):
                for kind in kinds.split(" and "):
                    found[kind, slug] = (path.relative_to(base).as_posix(), number)
    return found


def _files(folder: Path) -> Iterator[Path]:
    for kind in sorted(KINDS):
        # This file speaks of the marks, and has none.
        yield from (path for path in folder.rglob(kind) if path.name != Path(__file__).name)
