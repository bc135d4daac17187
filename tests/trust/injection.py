"""Lets one line of cycleprof's recording code fail, once, and looks at what becomes of a request.

A point is a file and a line. Left out are lines that only move names about, which cannot fail, and
in hooks those that hand on to the application: an exception there is the application's own.
"""

from __future__ import annotations

import ast
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import cycleprof

ROOT = Path(cycleprof.__file__).parent
WATCHED = tuple(
    str(ROOT / part)
    for part in ("instruments/", "cycle/", "recorder.py", "records.py", "frames.py",
                 "middleware.py", "toolbar/headers.py", "toolbar/inject.py", "toolbar/tag.py",
                 "toolbar/html.py", "toolbar/encoding.py", "toolbar/csp.py")
)  # fmt: skip
HANDING_ON = frozenset(
    {"original", "function", "call", "layer", "fn", "run", "receive", "send", "close", "next",
     "anext", "receiver", "get_response", "start_response", "execute", "_function", "inner", "hook",
     "read", "find", "whole", "build", "tallied", "_ending_on_error", "_run_thread", "_awaited",
     "Items"}
)  # fmt: skip
CANNOT_FAIL = frozenset(
    {"clock", "vars", "isinstance", "issubclass", "type", "id", "get_ident",
     "_running_loop", "_new",
     "is_enabled", "get_config", "markcoroutinefunction", "OwnCycle", "_getframe",
     "_chunks", "Evaluation",
     "open", "begin", "note", "leaf", "end", "fault", "admit", "__enter__", "__exit__", "set",
     "get", "tally", "iscoroutine", "iscoroutinefunction"}
)  # fmt: skip
OURS = frozenset(
    {"self", "scope", "span", "recorder", "root", "entry", "hop", "watch", "lost", "outer", "cycle",
     "Stage", "ACTIVE", "config", "raw", "walk", "evaluation"}
)  # fmt: skip
Point = tuple[str, int]


class InjectedError(Exception):
    """A fault of cycleprof's."""


@cache
def points_of(file: str) -> frozenset[int]:
    """The lines of a file at which a fault may be tried."""
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    return frozenset(_points(tree, hands_on=True))


def _points(owner: ast.AST, *, hands_on: bool) -> Iterator[int]:
    for node in ast.iter_child_nodes(owner):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _points(node, hands_on=isinstance(node, ast.ClassDef) or _hands_on(node))
        elif isinstance(node, ast.Try):
            guarded = any(getattr(one.type, "id", "") == "Exception" for one in node.handlers)
            body = ast.Module(node.body, [])
            yield from _points(body, hands_on=hands_on and (not guarded or _hands_on(body)))
            yield from _points(ast.Module([*node.orelse, *node.finalbody], []), hands_on=hands_on)
        elif isinstance(node, ast.stmt):
            parts = [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]
            if isinstance(node, ast.AnnAssign):  # the annotation of a variable is not evaluated
                parts = [node.value] if node.value is not None else []
            if not hands_on and _is_risky(node) and any(map(_can_fail, parts)):
                yield node.lineno
            yield from _points(node, hands_on=hands_on)


def _is_risky(node: ast.stmt) -> bool:
    return not isinstance(node, ast.Raise | ast.Pass | ast.Import | ast.ImportFrom | ast.Assert)


def _hands_on(node: ast.AST) -> bool:
    """Whether the function itself, not one within it, calls the application or gives way to it."""
    for one in ast.iter_child_nodes(node):
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(one, ast.Yield | ast.YieldFrom | ast.Await):
            return True
        if isinstance(one, ast.Call) and _name(one.func) in HANDING_ON:
            return True
        if _hands_on(one):
            return True
    return False


def _can_fail(node: ast.expr) -> bool:
    return any(_may_raise(one) for one in ast.walk(node))


def _may_raise(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        if _name(node.func) == "getattr" and len(node.args) == 3:
            return False
        if ast.unparse(node) == "len(recorder.records)":
            return False
        return _name(node.func) not in CANNOT_FAIL | _harmless()
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        return isinstance(node.value, ast.Name) and node.value.id not in OURS
    if isinstance(node, ast.Subscript):
        return getattr(node.value, "id", "") not in OURS
    return isinstance(node, ast.BinOp)


@cache
def _harmless() -> frozenset[str]:
    """The functions that swallow their own failures: it is their lines that are tried."""
    found = set()
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                marks = {getattr(one, "id", "") for one in node.decorator_list}
                found |= {node.name} if "harmless" in marks else set()
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                target = getattr(node.targets[0], "id", "")
                found |= {target} if _name(node.value.func) == "harmless" else set()
    return frozenset(found)


def _name(function: ast.expr) -> str:
    return getattr(function, "id", None) or getattr(function, "attr", "")


class Tracer:
    """Notes the points that are passed, and fails at one of them, once."""

    def __init__(self, target: Point | None = None) -> None:
        self.target = target
        self.seen: set[Point] = set()
        self.failed = False

    def __call__(self, frame: FrameType, event: str, _: Any) -> Any:
        file = frame.f_code.co_filename
        if not file.startswith(WATCHED) or (self.target and file != self.target[0]):
            return None
        return self._line if not self.failed else None

    def _line(self, frame: FrameType, event: str, _: Any) -> Any:
        point = (frame.f_code.co_filename, frame.f_lineno)
        if event != "line":
            return self._line
        if self.target is None and point[1] in points_of(point[0]):
            self.seen.add(point)
        elif point == self.target and not self.failed:
            self.failed = True
            raise InjectedError(point)
        return self._line


@contextmanager
def tracing(target: Point | None = None) -> Iterator[Tracer]:
    """Trace this thread, and those that start meanwhile."""
    tracer, before = Tracer(target), sys.gettrace()
    threading.settrace(tracer)
    sys.settrace(tracer)
    try:
        yield tracer
    finally:
        sys.settrace(before)
        threading.settrace(before)  # type: ignore[arg-type]  # None takes it out


def told(point: Point) -> str:
    return f"{Path(point[0]).relative_to(ROOT)}:{point[1]}"
