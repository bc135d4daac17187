"""Runs Django's own tests without and with cycleprof recording, and fails on any difference.

    python -m tests.trust.django_suite slice        # what labels.txt lists
    python -m tests.trust.django_suite all          # the whole suite
    python -m tests.trust.django_suite queries orm  # these
    python -m tests.trust.django_suite all --database postgres

Both runs go on side by side, in processes of their own, with the Django of this interpreter, on
SQLite or on the server that the project's own tests use. The whole suite takes a quarter of an hour
and more: with `--keep FOLDER` it goes on a few labels at a time, remembers in FOLDER what is done,
and continues there when it is started again.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.databases import SERVERS
from tests.trust.django_suite.batches import Batch, Lines, digest
from tests.trust.django_suite.compare import Outcome, compare
from tests.trust.django_suite.sources import find_tests

HERE = Path(__file__).parent
AT_ONCE = 5  # labels per run where progress is kept; to start a run takes a second or two
_NOT_LABELS = ("gis_tests", "import_error_package", "test_runner_apps")  # nor has runtests.py them


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.trust.django_suite",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("labels", nargs="+", metavar="LABEL", help="or: slice, all")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="remember there what is done")
    parser.add_argument("--again", action="store_true", help="forget first what differed")
    parser.add_argument("--database", choices=("sqlite", *SERVERS), default="sqlite")
    chosen = parser.parse_args(arguments)
    tests = find_tests()
    labels = find_labels(tests, chosen.labels)
    with TemporaryDirectory() as passing:
        folder = (chosen.keep or Path(passing)).resolve()
        size = AT_ONCE if chosen.keep else len(labels)
        parts = (tuple(labels[at : at + size]) for at in range(0, len(labels), size))
        batches = [Batch(tests, folder, part, chosen.database) for part in parts]
        if chosen.again:
            for batch in batches:
                if batch.is_done and check([batch]).problems:
                    batch.forget()
        return go(batches)


def find_labels(tests: Path, wanted: list[str]) -> list[str]:
    if wanted == ["slice"]:
        wanted = listed()
    elif wanted == ["all"]:
        folders = sorted(path.parent.name for path in tests.glob("*/__init__.py"))
        return [name for name in folders if name not in _NOT_LABELS]
    there = [label for label in wanted if (tests / label.partition(".")[0]).is_dir()]
    absent = sorted({*wanted} - {*there} - {*listed()})  # not every release has all of the slice
    if absent or not there:
        raise SystemExit(f"{tests} has no {', '.join(absent)}.")
    return there


def listed() -> list[str]:
    lines = (HERE / "labels.txt").read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def go(batches: list[Batch]) -> int:
    """Run what is not done, telling of each, then sum up; the exit status is 0 without problems."""
    for batch in batches:
        if not batch.is_done:
            batch.run()
            if len(batches) > 1:
                outcome = check([batch])
                say(f"{' '.join(batch.labels)}: {outcome.summary}", *outcome.problems)
    outcome = check(batches)
    done = [batch for batch in batches if batch.is_done]
    say(*outcome.problems, outcome.summary)
    earlier = [batch for batch in done if batch.state != digest()]
    labels = sum(len(batch.labels) for batch in done)
    of_all = sum(len(batch.labels) for batch in batches)
    older = sum(len(batch.labels) for batch in earlier)
    note = f", {older} of them with an earlier state of cycleprof" if older else ""
    say(f"{labels} of {of_all} labels{note}")
    return 1 if outcome.problems else 0


def check(batches: list[Batch]) -> Outcome:
    plain: Lines = [line for batch in batches for line in batch.lines("plain")]
    recorded: Lines = [line for batch in batches for line in batch.lines("recorded")]
    outcome = compare(plain, recorded)
    for batch in batches:
        outcome.problems.extend(batch.unfinished)
    return outcome


def say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
