"""Complain about files that editors and merges left untidy; usage: hygiene.py FILE..."""

from __future__ import annotations

import re
import sys
from pathlib import Path

LARGEST_BYTES = 500_000
LINE_FEED, BINARY = b"\n", b"\0"
RULES = {
    "has blanks at the end of a line": re.compile(rb"[ \t]+\r?$", re.MULTILINE),
    "has CRLF line ends": re.compile(rb"\r\n"),
    "has a merge mark": re.compile(rb"^(<{7}|>{7}) ", re.MULTILINE),
    "does not end with exactly one line feed": re.compile(rb"[^\n]\Z|\n\n+\Z"),
}


def complaints(path: Path) -> list[str]:
    """Return what is untidy in one file, each with its first line number."""
    content = path.read_bytes()
    found = [
        f"{path}:{content[: match.start()].count(LINE_FEED) + 1}: {rule}"
        for rule, pattern in RULES.items()
        if BINARY not in content and (match := pattern.search(content))
    ]
    if len(content) > LARGEST_BYTES:
        found.append(f"{path}: is larger than {LARGEST_BYTES:,} bytes")
    return found


if __name__ == "__main__":
    untidy = [line for name in sys.argv[1:] for line in complaints(Path(name))]
    print("\n".join(untidy), end="\n" if untidy else "")
    sys.exit(bool(untidy))
