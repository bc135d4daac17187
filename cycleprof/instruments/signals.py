"""Signals: each receiver that ran, with its time. Signals that nobody hears are not recorded."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from types import CodeType, FunctionType, MethodType
from typing import Any, Final
from weakref import WeakKeyDictionary

from asgiref.sync import iscoroutinefunction
from django.core.cache import close_caches
from django.core.handlers.base import reset_urlconf
from django.core.signals import request_finished, request_started, setting_changed
from django.db import close_old_connections, reset_queries
from django.db.models.signals import post_init, pre_init
from django.dispatch import Signal

from cycleprof.frames import Site
from cycleprof.instruments._guard import admit, harmless
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import EVENT, bare, tallied
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details, clock
from cycleprof.scope import status_of, type_name

_NAME = "signals"
_STAGE: Final = Stage.SIGNAL
_SHORT: Final = frozenset(
    map(id, (reset_queries, close_old_connections, close_caches, reset_urlconf))
)
"""Django's own at each request, in which little happens: recorded when they end, see Scope.leaf."""
_PER_INSTANCE = {id(pre_init): "cycleprof.pre_init", id(post_init): "cycleprof.post_init"}
"""Sent for every row that becomes an object: counted on the span they occur in."""

_names: WeakKeyDictionary[Signal, str] = WeakKeyDictionary()

Named = tuple[str, str, CodeType | None]
"""Qualified name, module and code of a function, or those of an object's class, which has none.

Not the object itself: receivers and senders are connected weakly, and one that the application has
let go must not go on hearing signals because a recording holds it.
"""


class _Ours(dict[Any, bool]):
    """Whether a module's receivers are our own, which are not recorded."""

    def __missing__(self, module: Any) -> bool:
        ours = self[module] = isinstance(module, str) and module.startswith("cycleprof.")
        return ours


_ours = _Ours()


class _Receiver(partial[Any]):
    """Stands in for a receiver, its first argument, during one dispatch."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.args[0], name)  # Django logs the __qualname__ of one that fails


def install(patches: Patches) -> None:
    # Private: what send() and the other three ask for the receivers to call, in two lists.
    patches.replace(Signal, "_live_receivers", _live_receivers)
    for name in ("send", "send_robust", "asend", "asend_robust"):
        patches.replace(Signal, name, _with_own_receivers)
    for signal in (pre_init, post_init, request_started, request_finished, setting_changed):
        # Twice per row or request, and who sends them, which is Django, drops their answers.
        # Of the last a receiver of Django's warns with a line so many frames above its own.
        _keep_own_send(signal, patches)


def _live_receivers(original: Callable[..., Any]) -> Callable[..., Any]:
    def _live_receivers(self: Signal, sender: Any) -> Any:
        scope = ACTIVE.get()
        if scope is None or self is setting_changed:
            return original(self, sender)
        found = original(self, sender)
        try:
            return _recorded(self, *found)
        except Exception as error:
            scope.recorder.fault(_NAME, error)
            return found

    return _live_receivers


def _recorded(signal: Signal, plain: Any, asynchronous: Any) -> tuple[list[Any], list[Any]]:
    counted = _PER_INSTANCE.get(id(signal))
    wrapped = []
    for one in plain:
        if _ours[getattr(one, "__module__", None)]:
            wrapped.append(one)
        elif id(one) in _SHORT:
            wrapped.append(_Receiver(_receive_short, one))
        elif counted is not None:
            wrapped.append(_Receiver(_count, one, counted))
        else:
            wrapped.append(_Receiver(_receive, one))
    return wrapped, [_Receiver(_areceive, one) for one in asynchronous] if asynchronous else []


def _receive(receiver: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
    scope = ACTIVE.get()
    if scope is None:
        return receiver(*args, **named)
    span = scope.enter(_STAGE, _describe, _names_of(receiver, named))
    try:
        answer = receiver(*args, **named)
    except BaseException as error:
        span.fail(error)
        raise
    span.leave()
    return answer


def _receive_short(receiver: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
    scope = ACTIVE.get()
    if scope is None:
        return receiver(*args, **named)
    since, start = len(scope.recorder.records), clock()
    try:
        answer = receiver(*args, **named)
    except BaseException as error:
        raw = (_names_of(receiver, named), type(error))
        scope.leaf(_STAGE, _describe_failed, raw, start, status_of(error), since)
        raise
    scope.leaf(_STAGE, _describe, _names_of(receiver, named), start, "ok", since)
    return answer


async def _areceive(receiver: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
    scope = ACTIVE.get()
    if scope is None:
        return await receiver(*args, **named)
    with scope.open(_STAGE, _describe, _names_of(receiver, named)):
        return await receiver(*args, **named)


def _count(receiver: Callable[..., Any], name: str, /, *args: Any, **named: Any) -> Any:
    scope = ACTIVE.get()
    if scope is None:
        return receiver(*args, **named)
    return tallied(scope, name, receiver, *args, **named)


def _with_own_receivers(original: Callable[..., Any]) -> Callable[..., Any]:
    """The caller compares the receivers in the answer with its own: give it those."""
    if iscoroutinefunction(original):

        async def asend(self: Signal, sender: Any, **named: Any) -> Any:
            if ACTIVE.get() is None:
                return await original(self, sender, **named)
            answers = await original(self, sender, **named)
            return _unwrapped(answers) or answers if answers else answers

        return asend

    def send(self: Signal, sender: Any, **named: Any) -> Any:
        if ACTIVE.get() is None:
            return original(self, sender, **named)
        answers = original(self, sender, **named)
        return _unwrapped(answers) or answers if answers else answers

    return send


def _keep_own_send(signal: Signal, patches: Patches) -> None:
    """Have one signal go on sending without our hook, by an attribute of its own."""
    hook = Signal.send
    own = MethodType(hook.__wrapped__, signal)  # type: ignore[attr-defined]  # by update_wrapper()
    signal.send = own  # type: ignore[method-assign]  # taken back below

    def undo() -> None:
        if vars(signal).get("send") is own:
            del signal.send

    patches.on_undo(undo)


@harmless
def _unwrapped(answers: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [(one.args[0] if type(one) is _Receiver else one, response) for one, response in answers]


def _names_of(
    receiver: Callable[..., Any], named: dict[str, Any]
) -> tuple[Any, Named, Named | None] | None:
    try:
        # Most receivers are functions, and most senders classes: without a call for either.
        plain = receiver.__class__ is FunctionType
        code = receiver.__code__ if plain else None
        who = (code.co_qualname, receiver.__module__, code) if code else _named(receiver)
        sender = named.get("sender")
        if sender is None:
            return named.get("signal"), who, None
        known = (sender.__qualname__, sender.__module__, None) if sender.__class__ is type else None
        return named.get("signal"), who, known or _named(sender)
    except Exception as error:
        admit(_NAME, error)
        return None


def _named(target: Any) -> Named:
    target = bare(target)
    known = target if hasattr(target, "__qualname__") else type(target)
    return known.__qualname__, known.__module__, getattr(target, "__code__", None)


def _describe(raw: tuple[Signal, Named, Named | None] | None) -> Details:
    if raw is None:  # a receiver or sender that does not tell its name
        return Details("receiver", None, {EVENT: "signal"})
    signal, (name, module, code), sender = raw
    receiver = f"{module}.{name}"
    attributes: dict[str, Attribute] = {
        EVENT: "signal",
        "cycleprof.signal": _name(signal),
        "code.function.name": receiver,
    }
    if sender is not None:
        attributes["cycleprof.sender"] = f"{sender[1]}.{sender[0]}"
    site = Site(code.co_filename, code.co_firstlineno, code.co_qualname) if code else None
    return Details(f"{_name(signal).rpartition('.')[2]} → {receiver}", site, attributes)


def _describe_failed(raw: tuple[Any, type[BaseException]]) -> Details:
    names, error = raw
    details = _describe(names)
    return details._replace(attributes={**details.attributes, "exception.type": type_name(error)})


def _name(signal: Signal) -> str:
    """The module and name that a signal is known by, which it does not know itself."""
    name = _names.get(signal)
    if name is None:
        name = _names[signal] = _search(signal) or "(unnamed signal)"
    return name


def _search(signal: Signal) -> str | None:
    for module in list(sys.modules.values()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if value is signal:
                return f"{module.__name__}.{name}"
    return None
