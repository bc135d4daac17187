"""Transactions and savepoints as overlays; connecting, COMMIT and ROLLBACK; on_commit callbacks."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import Atomic

from cycleprof.frames import Sight, Site, resolve, sight
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import EVENT, bare, dotted
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details, Scope, clock

_NAME = "transactions"
_OUTCOME = "cycleprof.transaction.outcome"

_blocks: WeakKeyDictionary[BaseDatabaseWrapper, dict[int, Scope]] = WeakKeyDictionary()
"""The open blocks of each connection by depth. A connection belongs to one thread at a time."""


def install(patches: Patches) -> None:
    patches.replace(Atomic, "__enter__", _enter)
    patches.replace(Atomic, "__exit__", _exit)
    patches.replace(BaseDatabaseWrapper, "run_and_clear_commit_hooks", _run_commit_hooks)


def _enter(original: Callable[..., Any]) -> Callable[..., Any]:
    def __enter__(self: Atomic) -> None:  # noqa: N807 - the name of what it replaces
        scope = ACTIVE.get()
        if scope is None:
            return original(self)  # type: ignore[no-any-return]  # returns None
        span = _begun(self, scope, sys._getframe(1))
        try:
            original(self)
        except BaseException as error:
            if span is not None:
                _end(span, type(error), "error", undone=None)
            raise
        if span is not None:
            _keep(self, span)
        return None

    return __enter__


def _begun(block: Atomic, scope: Scope, caller: FrameType) -> Scope | None:
    try:
        connection = connections[block.using or DEFAULT_DB_ALIAS]
        nested = connection.in_atomic_block
        raw = (connection.alias, nested, block, sight(caller))
        return scope.open(Stage.TRANSACTION, _describe_block, raw).begin()
    except Exception as error:  # e.g. there is no such alias, which Django is about to say
        scope.recorder.fault(_NAME, error)
        return None


def _keep(block: Atomic, span: Scope) -> None:
    try:
        connection = connections[block.using or DEFAULT_DB_ALIAS]
        _blocks.setdefault(connection, {})[len(connection.atomic_blocks)] = span
    except Exception as error:
        span.recorder.fault(_NAME, error)


def _end(
    span: Scope, kind: type[BaseException] | None, status: Any, *, undone: bool | None
) -> None:
    try:
        if undone is not None:
            span.note(_OUTCOME, "rollback" if undone else "commit")
        if kind is not None:
            span.note("exception.type", dotted(kind).removeprefix("builtins."))
        span.end(clock(), status)
    except Exception as error:
        span.recorder.fault(_NAME, error)


def _taken(block: Atomic, scope: Scope) -> tuple[Scope | None, bool]:
    """The span of the block that is being left, and whether its work is undone already."""
    try:
        connection = connections[block.using or DEFAULT_DB_ALIAS]
        span = _blocks.get(connection, {}).pop(len(connection.atomic_blocks), None)
        broken = connection.needs_rollback
    except Exception as error:
        scope.recorder.fault(_NAME, error)
        return None, False
    return span, broken


def _exit(original: Callable[..., Any]) -> Callable[..., Any]:
    def __exit__(self: Atomic, kind: Any, error: Any, trace: Any) -> None:  # noqa: N807 - likewise
        scope = ACTIVE.get()
        if scope is None:
            return original(self, kind, error, trace)  # type: ignore[no-any-return]  # returns None
        span, broken = _taken(self, scope)
        if span is None or span.recorder.closed:
            return original(self, kind, error, trace)  # type: ignore[no-any-return]  # likewise
        undone = kind is not None or broken
        status: Any = "error" if undone else "ok"
        try:
            original(self, kind, error, trace)
        except BaseException:
            undone, status = True, "error"
            raise
        finally:
            _end(span, kind, status, undone=undone)

    return __exit__


def _describe_block(raw: tuple[str, bool, Any, Sight]) -> Details:
    alias, nested, block, (spot, calls) = raw
    site = resolve(spot)
    if site is not None and calls:
        site = site._replace(callers=calls)
    attributes: dict[str, Attribute] = {"cycleprof.alias": alias}
    if block.durable:
        attributes["cycleprof.transaction.durable"] = True
    if nested and not block.savepoint:
        attributes["cycleprof.transaction.savepoint"] = False
    name = "savepoint" if nested and block.savepoint else "atomic"
    return Details(name, site, attributes, overlay=True)


class _Callback:
    """An on_commit callback that is recorded when it runs; all else is the callback's own."""

    def __init__(self, function: Callable[[], Any], alias: str) -> None:
        self._function = function
        self._alias = alias

    def __call__(self) -> Any:
        scope = ACTIVE.get()
        if scope is None:
            return self._function()
        with scope.open(Stage.SIGNAL, _describe_callback, (self._function, self._alias)):
            return self._function()

    # Django logs the __qualname__ of one that fails, or its text.
    def __getattr__(self, name: str) -> Any:
        return getattr(self._function, name)

    def __repr__(self) -> str:
        return repr(self._function)


def _run_commit_hooks(original: Callable[..., Any]) -> Callable[..., Any]:
    def run_and_clear_commit_hooks(self: BaseDatabaseWrapper) -> None:
        scope = ACTIVE.get()
        if scope is not None:
            _wrap_callbacks(self, scope)
        original(self)

    return run_and_clear_commit_hooks


def _wrap_callbacks(connection: BaseDatabaseWrapper, scope: Scope) -> None:
    try:
        hooks: Any = connection.run_on_commit
        hooks[:] = [
            (sids, _Callback(function, connection.alias), robust)
            for sids, function, robust in hooks
        ]
    except Exception as error:
        scope.recorder.fault(_NAME, error)


def _describe_callback(raw: tuple[Any, str]) -> Details:
    function, alias = raw
    target = bare(function)
    code = getattr(target, "__code__", None)
    site = Site(code.co_filename, code.co_firstlineno, code.co_qualname) if code else None
    attributes: dict[str, Attribute] = {
        EVENT: "on_commit",
        "cycleprof.alias": alias,
        "code.function.name": dotted(target),
    }
    return Details(f"on_commit {dotted(target)}", site, attributes)
