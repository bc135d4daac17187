"""The benchmark: ``python -m tests.benchmarks --help``, or ``make bench``."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from pathlib import Path

import django

from tests.benchmarks import driver, start_up, table
from tests.benchmarks.pages import PAGES
from tests.benchmarks.variants import VARIANTS


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="about two minutes, coarser medians")
    parser.add_argument("--seconds", type=float, help="for how long to go round (default: 600)")
    parser.add_argument("--variants", nargs="+", choices=VARIANTS, default=list(VARIANTS))
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=list(PAGES))
    parser.add_argument("--json", type=Path, metavar="PATH", help="write the numbers there")
    parser.add_argument("--markdown", type=Path, metavar="PATH", help="write the tables there")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    wanted = options.variants if "bare" in options.variants else ["bare", *options.variants]
    variants = driver.available(wanted)
    for name in set(wanted) - set(variants):
        sys.stderr.write(f"without {VARIANTS[name].title}: not installed\n")
    seconds = options.seconds or (60 if options.quick else 600)
    share = 0.3 if options.quick else 0.5
    found = driver.run(variants, options.pages, seconds=seconds, share=share)
    found["start_up"] = start_up.ready(variants, 3 if options.quick else 7)
    found["environment"] = {"python": platform.python_version(), "django": django.get_version()}
    text = table.markdown(found)
    sys.stdout.write(text)
    if options.markdown:
        options.markdown.write_text(text, encoding="utf-8")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
