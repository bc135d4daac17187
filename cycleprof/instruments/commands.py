"""Management commands: cycles of their own, and spans where one is called within a cycle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from cycleprof.frames import Site
from cycleprof.instruments._guard import harmless
from cycleprof.instruments._own_cycle import OwnCycle
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import dotted
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details

_ENDLESS = frozenset(
    {
        "runserver", "runserver_plus", "testserver", "shell", "shell_plus", "dbshell", "test",
        "runworker", "db_worker", "qcluster", "run_huey", "rqworker", "rqscheduler", "celery",
        "process_tasks", "runbot", "livereload", "tailwind", "cycleprof",
    }
)  # fmt: skip
"""Commands that serve, wait for work or for a person: what they do are cycles, not they."""


def install(patches: Patches) -> None:
    # What the command line calls; call_command() goes straight to execute().
    patches.replace(BaseCommand, "run_from_argv", _run_from_argv)
    patches.replace(BaseCommand, "execute", _execute)


def _run_from_argv(original: Callable[..., Any]) -> Callable[..., Any]:
    def run_from_argv(self: BaseCommand, argv: list[str]) -> None:
        name = _name(self)
        if ACTIVE.get() is not None or name in _ENDLESS:
            return original(self, argv)  # type: ignore[no-any-return]  # returns None
        with OwnCycle("command", f"manage.py {name}", _describe, self):
            return original(self, argv)  # type: ignore[no-any-return]  # likewise

    return run_from_argv


def _execute(original: Callable[..., Any]) -> Callable[..., Any]:
    def execute(self: BaseCommand, *args: Any, **options: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return original(self, *args, **options)
        if scope.raw is not self:  # called by the application, within a cycle
            with scope.open(Stage.TASK, _describe, self):
                return original(self, *args, **options)
        try:
            return original(self, *args, **options)
        except Exception as error:  # which the command line turns into an exit status
            scope.recorder.exception = error
            raise

    return execute


@harmless
def _name(command: BaseCommand) -> str:
    return type(command).__module__.rpartition(".")[2]


def _describe(command: BaseCommand) -> Details:
    attributes: dict[str, Attribute] = {"cycleprof.command": dotted(type(command))}
    code = getattr(type(command).handle, "__code__", None)
    site = Site(code.co_filename, code.co_firstlineno, code.co_qualname) if code else None
    return Details(f"manage.py {_name(command)}", site, attributes)
