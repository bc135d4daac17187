"""The text of an exception: the application's code is not waited for, and asks no database for it.

Most exceptions only hold a text. Where ``__str__`` or an argument is the application's own, another
thread asks for it: it has a second, and no connection.
"""

from __future__ import annotations

import sys
from threading import Lock, Thread
from types import WrapperDescriptorType
from typing import Any, Final

UNREAD: Final = "(its text could not be read)"
_PLAIN = frozenset({str, int, float, bool, bytes, type(None)})
_PATIENCE = 1.0  # seconds
_asking = Lock()
"""Held by the one thread that may ask: one that hangs is the last."""


def message_of(error: BaseException) -> str:
    """What ``str(error)`` is, or :data:`UNREAD` where that fails, hangs or needs a database."""
    try:
        if isinstance(type(error).__str__, WrapperDescriptorType) and _is_plain(error):
            return str(error)
        return _asked(error)
    except Exception:  # noqa: BLE001 - an exception's attributes are the application's code as well
        return UNREAD


def _is_plain(error: BaseException) -> bool:
    return all(type(one) in _PLAIN for one in error.args)


def _asked(error: BaseException) -> str:
    if not _asking.acquire(timeout=_PATIENCE):
        return UNREAD
    answers: list[str] = []
    try:
        asker = Thread(target=_ask, args=(error, answers), name="cycleprof-text", daemon=True)
        asker.start()
    except BaseException:
        _asking.release()
        raise
    asker.join(_PATIENCE)
    return answers[0] if answers else UNREAD


def _ask(error: BaseException, answers: list[str]) -> None:
    try:
        _refuse_connections()
        answers.append(str(error))
    except BaseException:  # noqa: BLE001 - SystemExit as well: the thread is ours
        answers.append(UNREAD)
    finally:
        _asking.release()


def _refuse_connections() -> None:
    """Let no alias connect in this thread: each thread has connections of its own."""
    database, conf = sys.modules.get("django.db"), sys.modules.get("django.conf")
    if database is not None and conf is not None and conf.settings.configured:
        for connection in database.connections.all():
            connection.ensure_connection = _refuse


def _refuse(*_: Any) -> None:
    raise RuntimeError("cycleprof asks no database for a text")
