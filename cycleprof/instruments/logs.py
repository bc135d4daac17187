"""Log records at their moment, with the time that their handlers took.

They are events: spans of stage ``signal`` with ``cycleprof.event`` "log".
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from cycleprof.frames import Site
from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import EVENT
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details

_SAID_ELSEWHERE = ("django.db.backends", "cycleprof")
_PLAIN = (str, int, float, bool, type(None))


def install(patches: Patches) -> None:
    # Called once per record that passed its logger's level and filters.
    patches.replace(logging.Logger, "callHandlers", _call_handlers)


def _call_handlers(original: Callable[..., None]) -> Callable[..., None]:
    def callHandlers(self: logging.Logger, record: logging.LogRecord) -> None:  # noqa: N802 - its name
        scope = ACTIVE.get()
        if scope is None or str(record.name).startswith(_SAID_ELSEWHERE):
            return original(self, record)
        with scope.open(Stage.SIGNAL, _describe, record):
            return original(self, record)

    return callHandlers


def _describe(record: logging.LogRecord) -> Details:
    attributes: dict[str, Attribute] = {
        EVENT: "log",
        "cycleprof.log.level": record.levelname,
        "cycleprof.log.logger": record.name,
    }
    if record.exc_info and record.exc_info[0] is not None:
        kind = record.exc_info[0]
        attributes["exception.type"] = f"{kind.__module__}.{kind.__qualname__}".removeprefix(
            "builtins."
        )
    site = Site(record.pathname, record.lineno, record.funcName)
    return Details(_message(record), site, attributes)


def _message(record: logging.LogRecord) -> str:
    """The text as a handler has formatted it.

    Where none has, arguments are filled in only if that runs none of the application's code: an
    argument may be a queryset, and this is not the time to ask a database.
    """
    formatted = record.__dict__.get("message")
    if isinstance(formatted, str):
        return formatted
    if not isinstance(record.msg, str):  # an object, whose __str__ may do anything
        return f"({type(record.msg).__qualname__})"
    values = record.args.values() if isinstance(record.args, dict) else record.args or ()
    if all(type(value) in _PLAIN for value in values):
        return record.getMessage()
    return str.__str__(record.msg)
