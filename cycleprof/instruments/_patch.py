"""Replaces a function on its owner in a way that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

_INHERITED = object()


class Patches:
    """The replacements that one instrument has made, newest last."""

    def __init__(self) -> None:
        self._made: list[tuple[Any, str, Any, Any]] = []
        self._cleanups: list[Callable[[], None]] = []

    def replace(self, owner: Any, name: str, make: Callable[[Any], Callable[..., Any]]) -> None:
        """Put ``make(original)`` in the place of ``owner.name``.

        The replacement takes over the original's name, docstring and signature.

        Raises:
            AttributeError: the owner has no such name, e.g. in this version of Django.
        """
        original = getattr(owner, name)
        replacement = make(original)
        update_wrapper(_inner(replacement), _inner(original))
        self._made.append((owner, name, vars(owner).get(name, _INHERITED), replacement))
        setattr(owner, name, replacement)

    def on_undo(self, cleanup: Callable[[], None]) -> None:
        """Have something else undone together with the replacements."""
        self._cleanups.append(cleanup)

    def undo(self) -> None:
        """Restore what is still ours; what somebody else has replaced since is left alone."""
        while self._made:
            owner, name, before, replacement = self._made.pop()
            if vars(owner).get(name) is not replacement:
                continue
            if before is _INHERITED:
                delattr(owner, name)
            else:
                setattr(owner, name, before)
        while self._cleanups:
            self._cleanups.pop()()


def _inner(replacement: Any) -> Any:
    """The function that carries name and docstring: a class method or a property wraps one."""
    if isinstance(replacement, property):
        return replacement.fget
    return getattr(replacement, "__func__", replacement)
