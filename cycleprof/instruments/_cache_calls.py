"""One operation on a cache: what it was asked for, and whether that was there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from inspect import Parameter
from types import CodeType
from typing import Any
from weakref import WeakKeyDictionary

from cycleprof import redact
from cycleprof.frames import Spot, resolve
from cycleprof.instruments._guard import admit
from cycleprof.instruments._spans import dotted
from cycleprof.model import Attribute
from cycleprof.recorder import Details, Scope
from cycleprof.records import FOLDS, Folded
from cycleprof.spots import likeness

HIT = "cycleprof.cache.hit"
_KEY = ("cycleprof.cache.key",)
_KEY_AND_SIZE = (*_KEY, "cycleprof.cache.size")
_MANY = frozenset({"get_many", "set_many", "delete_many"})
_MOST_KEYS = 50
_SESSION = "django.contrib.sessions."
MISSING = object()
"""A default of ours, which nobody can have stored."""

_aliases: WeakKeyDictionary[Any, str] = WeakKeyDictionary()


class Operation:
    """A call of a cache's method, with arguments that let a miss be told from a stored default."""

    __slots__ = ("args", "cache", "kwargs", "name", "replaced", "spot", "wanted")

    def __init__(
        self, cache: Any, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], plan: Any
    ) -> None:
        self.cache = cache
        self.name = name
        self.spot: Spot | None = None
        self.replaced = False
        self.wanted: Any = None
        if name in _MANY and args and not isinstance(args[0], Collection):
            args = (list(args[0]), *args[1:])  # a generator can be read only once
        if name == "get":
            args, kwargs = self._with_own_default(args, kwargs, plan)
        self.args = args
        self.kwargs = kwargs

    def _with_own_default(
        self, args: tuple[Any, ...], kwargs: dict[str, Any], plan: Any
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The arguments with a default of ours, which nobody can have stored."""
        given = args[1] if len(args) > 1 else kwargs.get("default", plan)
        self.wanted = given
        if plan is Parameter.empty or callable(given):  # a backend might call it
            return args, kwargs
        self.replaced = True
        if len(args) > 1:
            return (args[0], MISSING, *args[2:]), kwargs
        return args, {**kwargs, "default": MISSING}

    @property
    def key(self) -> Any:
        """The first argument: a key, or the keys or items of a call for many."""
        return self.args[0] if self.args else self.kwargs.get("key", self.kwargs.get("keys"))

    def covers(self, key: Any) -> bool:
        """Whether an operation on ``key`` is how this one does its work."""
        try:
            return bool(key in self.key if self.name in _MANY else key == self.key)
        except Exception as error:
            admit("cache", error)
            return False

    def give_back(self, result: Any, span: Scope) -> Any:
        """The result for the caller, after noting on the span what it tells."""
        missed = self.replaced and result is MISSING
        try:
            self._note(span, result, missed=missed)
        except Exception as error:
            span.recorder.fault("cache", error)
        return self.wanted if missed else result

    def _note(self, span: Scope, result: Any, *, missed: bool) -> None:
        if self.name == "get":
            known = self.replaced or result is not self.wanted
            self._note_hit(span, None if not known else not missed)
        if span.raw is self:
            if not missed:
                _note_result(span, self, result)
            self.args = self.args[:1]  # the stored value is not kept alive

    def _note_hit(self, span: Scope, hit: bool | None) -> None:
        first_look = span.raw.name == "get_or_set" and HIT not in (span.notes or {})
        if span.raw is self or first_look:  # get_or_set looks again once it has stored the value
            span.note(HIT, hit)


def _note_result(span: Scope, call: Operation, result: Any) -> None:
    if call.name == "get_many" and isinstance(result, dict):
        asked, found = len(call.key), len(result)
        span.note(HIT, found == asked)
        span.note("cycleprof.cache.hits", found)
        span.note("cycleprof.cache.misses", asked - found)
    elif call.name == "has_key":
        span.note(HIT, bool(result))
    elif call.name in {"add", "touch", "delete"} and isinstance(result, bool):
        span.note("cycleprof.cache.changed", result)
    if call.name in {"get", "get_or_set"}:
        _note_size(span, result)
    elif call.name in {"set", "add"}:
        _note_size(span, call.args[1] if len(call.args) > 1 else call.kwargs.get("value"))


def _note_size(span: Scope, value: Any) -> None:
    if issubclass(
        type(value), str | bytes
    ):  # anything else would have to be pickled to be measured
        span.note("cycleprof.cache.size", len(value))


def name_alias(cache: Any, alias: str) -> None:
    """Remember under which alias the project's settings have a cache."""
    with suppress(TypeError):  # a backend that takes no weak reference has no alias in its spans
        _aliases[cache] = alias


def alias_of(cache: Any) -> str | None:
    """The alias under which the project's settings have this cache, if they do."""
    try:
        return _aliases.get(cache)
    except TypeError:
        return None


def describe(call: Operation) -> Details:
    attributes: dict[str, Attribute] = {
        "cycleprof.cache.backend": dotted(type(call.cache)),
        "cycleprof.alias": alias_of(call.cache),
    }
    if call.name != "clear":
        attributes["cycleprof.cache.key"] = _keys(call)
    if call.name in _MANY and isinstance(call.key, Collection):
        attributes["cycleprof.cache.keys"] = len(call.key)
    return Details(call.name, resolve(call.spot), attributes)


Single = tuple[
    Any, str, Any, CodeType | Spot | None, int | None, bool | None, int | None,
    type[BaseException] | None,
]  # fmt: skip
"""An operation on one key that is made of no others: the cache, what it is called, the key, the
line (the two parts of a call, or any spot and None), whether it hit or changed anything, the length
of a text that it read or wrote, and the exception that it raised."""


def describe_single(raw: Single) -> Details:
    cache, name, key, place, position, answer, size, error = raw
    spot: Any = place if position is None else (place, position)
    attributes: dict[str, Attribute] = {
        "cycleprof.cache.backend": dotted(type(cache)),
        "cycleprof.alias": alias_of(cache),
        "cycleprof.cache.key": _shown(key),
    }
    if error is not None:
        attributes["exception.type"] = f"{error.__module__}.{error.__qualname__}"
    elif name in {"get", "has_key"}:
        attributes[HIT] = answer
    elif answer is not None:
        attributes["cycleprof.cache.changed"] = answer
    if size is not None:
        attributes["cycleprof.cache.size"] = size
    return Details(name, resolve(spot), attributes)


def _fold_single(raw: Single) -> Folded:
    """The same operation on one line differs in the key, and in the size of the value."""
    cache, name, key, place, position, answer, size, error = raw
    spot: Any = place if position is None else (place, position)
    like = (id(cache), name, likeness(spot), answer, id(error), size is None)
    if size is None:
        return like, _KEY, (_shown(key),)
    return like, _KEY_AND_SIZE, (_shown(key), size)


FOLDS[describe_single] = _fold_single


def _keys(call: Operation) -> Attribute:
    if call.name in _MANY and isinstance(call.key, Iterable):
        return [_shown(key) for key, _ in zip(call.key, range(_MOST_KEYS), strict=False)]
    return _shown(call.key)


def _shown(key: Any) -> str:
    """The key as it may be stored: that of a session is as good as a password."""
    text = str(key)
    if text.startswith(_SESSION):
        return f"{_SESSION}{redact.MASK}"
    return text
