"""Add up the JUnit files of a folder and print 'N passed, N failed'; usage: summary.py FOLDER.

Ends with status 1 where a test failed, where none ran, or where a file cannot be read. Tests that
passed at their second try (tests/harness/second_try.py) are named; more than MOST of them fail too.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET  # the files are our own runs'

SECOND_TRIES = "second-tries.txt"
MOST = 3
WORSE = ("error", "failure", "skipped")  # a case that has none of these passed


def outcomes(report: Path) -> Counter[str]:
    """Count the test cases of one file by outcome; a case counts once, as its worst.

    Raises ElementTree.ParseError for a file that a killed run left half written.
    """
    cases = ET.parse(report).iter("testcase")  # noqa: S314 - trusted, see above
    return Counter(next((bad for bad in WORSE if case.find(bad) is not None), "") for case in cases)


def second_tries(file: Path) -> list[str]:
    """The tests that failed at first, a line each."""
    return file.read_text().splitlines() if file.exists() else []


def main(folder: str) -> int:
    reports = sorted(Path(folder).glob("*.xml"))
    total = sum((outcomes(report) for report in reports), Counter[str]())
    failed, skipped = total["failure"] + total["error"], total["skipped"]
    shaky = second_tries(Path(folder) / SECOND_TRIES)
    print(f"Test runs: {len(reports)}")
    for line in shaky:
        print(f"Failed at first: {line}")
    if len(shaky) > MOST:
        print(f"{len(shaky)} tests had to be tried twice; {MOST} are borne")
    print(f"{total['']} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return int(failed > 0 or total[""] == 0 or len(shaky) > MOST)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
