"""Where a cycle begins and ends: the handler's entry, what the server sends, the close."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http.response import HttpResponseBase

from cycleprof.instruments._guard import harmless
from cycleprof.instruments._patch import Patches
from cycleprof.recorder import clock

if TYPE_CHECKING:
    from weakref import ref

ENTERED = "cycleprof.entered"
"""Key in the WSGI environ or ASGI scope under which the :class:`Entry` waits for the middleware."""

CYCLE = "_cycleprof_cycle"
"""Attribute of a response whose close ends a cycle; it has ``closing(close)``."""


class Entry:
    """What the server's side of one request saw, as readings of the recorder's clock.

    ``software`` is the server's name where the callables that it hands over tell it. ``cycle`` is
    what records the request, with a method ``cut_off``; weak, so that no loop keeps a response.
    """

    # Made for every request, also where nothing is recorded: so there is no __init__ to call.
    entered: int
    software: str | None = None
    cycle: ref[Any] | None = None
    body_received: int | None = None
    started: int | None = None
    response_start: int | None = None
    first_byte: int | None = None
    last_byte: int | None = None
    client_gone = False


def install(patches: Patches) -> None:
    patches.replace(WSGIHandler, "__call__", _enter_wsgi)
    patches.replace(ASGIHandler, "__call__", _enter_asgi)
    patches.replace(HttpResponseBase, "close", _close)
    # The first thing after the receivers of request_started have run.
    patches.replace(WSGIRequest, "__init__", _build)
    patches.replace(ASGIRequest, "__init__", _build)


def _build(original: Callable[..., Any]) -> Callable[..., Any]:
    def __init__(self: Any, surroundings: dict[str, Any], *args: Any, **kwargs: Any) -> None:  # noqa: N807
        entry = surroundings.get(ENTERED)  # the environ or scope
        if entry is not None:
            entry.started = clock()
        original(self, surroundings, *args, **kwargs)

    return __init__


def _enter_wsgi(original: Callable[..., Any]) -> Callable[..., Any]:
    def __call__(self: WSGIHandler, environ: dict[str, Any], start_response: Any) -> Any:  # noqa: N807
        # Nobody can be recording yet. A few clock readings are what the true start costs.
        entry = environ[ENTERED] = Entry()
        entry.entered = clock()

        def start(*args: Any) -> Any:
            entry.response_start = clock()
            return start_response(*args)

        return original(self, environ, start)

    return __call__


def _enter_asgi(original: Callable[..., Any]) -> Callable[..., Any]:
    async def __call__(self: ASGIHandler, scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: N807
        entry = scope[ENTERED] = Entry()
        entry.entered = clock()
        entry.software = _software(send)
        try:
            await original(self, scope, _hearing(entry, receive), _saying(entry, send))
        except BaseException as error:
            _cut_off(entry, error)
            raise
        _cut_off(entry, None)

    return __call__


@harmless
def _cut_off(entry: Entry, error: BaseException | None) -> None:
    """End a cycle that is still open: Django closes no response whose body could not be sent."""
    cycle = entry.cycle() if entry.cycle is not None else None
    if cycle is not None:
        cycle.cut_off(error)


def _hearing(entry: Entry, receive: Any) -> Callable[[], Any]:
    async def hear() -> Any:
        message = await receive()
        _heard(entry, message)
        return message

    return hear


@harmless
def _heard(entry: Entry, message: Any) -> None:
    if message["type"] == "http.request":
        entry.body_received = clock()
    elif message["type"] == "http.disconnect" and entry.last_byte is None:
        entry.client_gone = True


def _saying(entry: Entry, send: Any) -> Callable[[Any], Any]:
    async def say(message: Any) -> None:
        _about_to_say(entry, message)
        await send(message)
        _said(entry, message)

    return say


@harmless
def _about_to_say(entry: Entry, message: Any) -> None:
    if message["type"] == "http.response.start":
        entry.response_start = clock()
    elif entry.first_byte is None:
        entry.first_byte = clock()


@harmless
def _said(entry: Entry, message: Any) -> None:
    if message["type"] == "http.response.body" and not message.get("more_body"):
        entry.last_byte = clock()


@harmless
def _software(send: Any) -> str | None:
    """The package that a server's callable comes from, such as uvicorn; wrappers hide it."""
    package = str(getattr(send, "__module__", "") or "").partition(".")[0]
    return package if package not in {"", "builtins", "functools", "asgiref", "django"} else None


def _close(original: Callable[..., Any]) -> Callable[..., Any]:
    def close(self: HttpResponseBase) -> None:
        cycle = self.__dict__.get(CYCLE)
        if cycle is None:
            return original(self)  # type: ignore[no-any-return]  # returns None
        return cycle.closing(original, self)  # type: ignore[no-any-return]  # returns None

    return close
