"""``cycleprof doctor``: why no panel is shown in this project, step by step."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from cycleprof.cli.commands._base import Command
from cycleprof.cli.errors import BROKEN, OK
from cycleprof.cli.output import Output
from cycleprof.cli.project import set_up

_MARKS = {
    "ok": ("ok      ", "green"),
    "note": ("note    ", "yellow"),
    "problem": ("problem ", "bold red"),
}


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("--path", default="/", help="the page to request (/)")


def _run(arguments: Namespace, out: Output) -> int:
    set_up(arguments)
    from cycleprof.cli.diagnosis import diagnose  # noqa: PLC0415 - needs settings

    found = list(diagnose(arguments.path))
    if out.as_json:
        out.document([asdict(one) for one in found])
    else:
        for one in found:
            out.line(_MARKS[one.verdict], one.text)
            if one.remedy:
                out.line("         ", (one.remedy, "bold"))
    return BROKEN if any(one.verdict == "problem" for one in found) else OK


DOCTOR = Command(
    name="doctor",
    summary="tell step by step why a panel is not shown in this project, and what to change",
    examples=("cycleprof doctor", "cycleprof doctor --path /accounts/login/"),
    add_arguments=_add,
    run=_run,
)
