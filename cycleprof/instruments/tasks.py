"""Django's tasks: enqueued, and run. Both carry the task's id, which links one to the other.

A task that runs where nobody records, in a worker, is a cycle of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import ModuleType
from typing import Any

from asgiref.sync import iscoroutinefunction

from cycleprof.frames import Site
from cycleprof.instruments._guard import harmless
from cycleprof.instruments._imports import after_import
from cycleprof.instruments._own_cycle import OwnCycle
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import Call, Hook
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details, Scope

_ID = "cycleprof.task.id"


def install(patches: Patches) -> None:
    # Since Django 6.0, and imported only by those that use it.
    after_import(patches, "django.tasks.base", _install)


def _install(patches: Patches, module: ModuleType) -> None:
    Task = module.Task  # noqa: N806 - a class
    enqueue = Hook(Stage.TASK, _describe_enqueue, after=_note_id, located=True, whole=True)
    patches.replace(Task, "enqueue", enqueue)
    patches.replace(Task, "aenqueue", enqueue)
    patches.replace(Task, "call", _run)
    patches.replace(Task, "acall", _run)


def _run(original: Callable[..., Any]) -> Callable[..., Any]:
    if iscoroutinefunction(original):

        async def acall(self: Any, *args: Any, **kwargs: Any) -> Any:
            raw = (self, _running(sys._getframe(1)))
            with _scope(raw):
                return await original(self, *args, **kwargs)

        return acall

    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        raw = (self, _running(sys._getframe(1)))
        with _scope(raw):
            return original(self, *args, **kwargs)

    return call


def _scope(raw: tuple[Any, Any]) -> AbstractContextManager[Any]:
    scope = ACTIVE.get()
    if scope is None:
        return OwnCycle("task", f"task {_path(raw[0])}", _describe_run, raw)
    return scope.open(Stage.TASK, _describe_run, raw)


@harmless
def _path(task: Any) -> str:
    return str(task.module_path)


@harmless
def _running(frame: Any) -> Any:
    """The result that the caller is about to fill in: every backend keeps it in this variable."""
    return frame.f_locals.get("task_result")


def _note_id(span: Scope, _: Call, result: Any) -> None:
    if hasattr(result, "id"):  # a backend of one's own may give back what it likes
        span.note(_ID, str(result.id))


def _describe_enqueue(call: Call) -> Details:
    task = call.args[0]
    attributes: dict[str, Attribute] = {
        "cycleprof.task": task.module_path,
        "cycleprof.task.backend": task.backend,
        "cycleprof.task.queue": task.queue_name,
        "cycleprof.task.priority": task.priority,
    }
    return Details(f"enqueue {task.module_path}", call.site, attributes)


def _describe_run(raw: tuple[Any, Any]) -> Details:
    task, result = raw
    code = getattr(task.func, "__code__", None)
    site = Site(code.co_filename, code.co_firstlineno, code.co_qualname) if code else None
    attributes: dict[str, Attribute] = {"cycleprof.task": task.module_path}
    if result is not None:
        attributes[_ID] = str(result.id)
    return Details(f"run {task.module_path}", site, attributes)
