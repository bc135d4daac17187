"""``cycleprof run``: any program of a project, as it is, with cycleprof attached."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from argparse import ArgumentParser, Namespace

from cycleprof.cli.attach import FOLDER, STORE_VARIABLE
from cycleprof.cli.commands._base import Command
from cycleprof.cli.errors import CommandError
from cycleprof.cli.output import Output


def _add(parser: ArgumentParser) -> None:
    parser.add_argument(
        "program", nargs=argparse.REMAINDER, metavar="PROGRAM ...",
        help="a script such as manage.py, -m and a module, or a command; with its arguments",
    )  # fmt: skip


def _run(arguments: Namespace, _out: Output) -> int:
    command = _command(arguments.program)
    environment = {**os.environ, "PYTHONPATH": _python_path()}
    if arguments.store:
        environment[STORE_VARIABLE] = arguments.store
    if arguments.settings:
        environment["DJANGO_SETTINGS_MODULE"] = arguments.settings
    sys.stdout.flush()
    try:
        os.execvpe(command[0], command, environment)  # noqa: S606 - what the user asked for
    except OSError as error:
        raise CommandError(f"{command[0]} cannot be run: {error.strerror}") from error


def _command(program: list[str]) -> list[str]:
    """The command as the system takes it; Python's own scripts and modules by this Python."""
    words = program[1:] if program[:1] == ["--"] else program
    if not words or words == ["-m"]:
        hint = "For example: cycleprof run manage.py runserver"
        raise CommandError("there is nothing to run", hint)
    if words[0] == "-m" or words[0].endswith(".py"):
        return [sys.executable, *words]
    if shutil.which(words[0]) is None:
        raise CommandError(
            f"there is no program {words[0]!r}", "Give a script, -m MODULE, or a command."
        )
    return words


def _python_path() -> str:
    before = os.environ.get("PYTHONPATH")
    return os.pathsep.join([str(FOLDER), *([before] if before else [])])


RUN = Command(
    name="run",
    summary="run a program of a project with cycleprof attached, without any edit",
    examples=(
        "cycleprof run manage.py runserver",
        "cycleprof run -m gunicorn mysite.wsgi --workers 4",
        "cycleprof run -m uvicorn mysite.asgi:application --reload",
        "cycleprof run -m pytest",
        "cycleprof run manage.py import_prices",
    ),
    add_arguments=_add,
    run=_run,
    has_json=False,
)
