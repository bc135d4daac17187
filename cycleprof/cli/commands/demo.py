"""``cycleprof demo``: a site to try cycleprof on."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

import cycleprof
from cycleprof.cli.commands._base import Command
from cycleprof.cli.errors import FAILED, OK, CommandError
from cycleprof.cli.output import Output

_SITE = Path(cycleprof.__file__).parents[1] / "demo_site" / "manage.py"


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="of the site's address (8000)")


def _run(arguments: Namespace, out: Output) -> int:
    address = f"127.0.0.1:{arguments.port}"
    out.line("The demo: ", (f"http://{address}/", "bold"), "   (Ctrl-C stops it)")
    environment = {
        key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"
    }
    if _SITE.is_file():
        for step in (["migrate", "--verbosity", "0"], ["seed"]):
            _manage([str(_SITE), *step], environment)
        return _serve([str(_SITE), "runserver", address], environment)
    return _serve(["-m", "cycleprof.cli.demo_project", address], environment)


def _manage(arguments: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, *arguments], env=environment, check=False)  # noqa: S603 - our own files
    if done.returncode:
        raise CommandError(f"the demo's {arguments[1]} failed", status=FAILED)


def _serve(arguments: list[str], environment: dict[str, str]) -> int:
    try:
        done = subprocess.run([sys.executable, *arguments], env=environment, check=False)  # noqa: S603 - likewise
    except KeyboardInterrupt:
        return OK
    return OK if done.returncode == 0 else FAILED


DEMO = Command(
    name="demo",
    summary="serve a demo site whose pages have something to find",
    examples=("cycleprof demo", "cycleprof demo --port 9000"),
    add_arguments=_add,
    run=_run,
    needs_store=False,
    has_json=False,
)
