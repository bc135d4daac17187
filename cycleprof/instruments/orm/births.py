"""Where a queryset is built: the line of the project that began its chain goes with it."""

from __future__ import annotations

import sys
from asyncio import _get_running_loop
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.manager import BaseManager

from cycleprof.frames import PROJECT, kind_of
from cycleprof.instruments._guard import admit
from cycleprof.instruments._patch import Patches
from cycleprof.instruments.orm.relations import TAG, Relation, to_many
from cycleprof.recorder import ACTIVE

_NAME = "orm"
Birth = tuple[CodeType | None, int, Relation | None, tuple[str, ...]]
"""The function that built a queryset and the position in it, the relation that it follows, and the
methods that have changed it since the relation's manager made it."""

CHAIN: Final = 1  # a method of QuerySet that gives another queryset
FINAL: Final = 2  # one that runs it at once: its line is known then
SHARED: Final = 3  # many lines come through here: managers, and the project's own querysets
APPLIED: Final = 4  # a related manager narrows a queryset to its instance
CALLER: Final = 5  # the project's code
STOP: Final = 6  # anybody else

_FINAL = frozenset(
    {"get", "first", "last", "earliest", "latest", "in_bulk", "exists", "count", "aggregate",
     "contains", "create", "get_or_create", "update_or_create", "update", "delete", "_earliest",
     "bulk_create", "bulk_update", "_update", "_insert", "_raw_delete"}
)  # fmt: skip
_QUERY_FILE = QuerySet._fetch_all.__code__.co_filename
_MANAGER_FILE = BaseManager.get_queryset.__code__.co_filename
_MOST_ROLES = 20_000
_PASSED = (CHAIN, SHARED)
_UNJUDGED = (APPLIED, None)

_roles: dict[int, tuple[int, CodeType]] = {}
"""What a code object is to a chain, by its id; the code is kept so that the id stays its own."""


def install(patches: Patches) -> None:
    # Every step of a chain passes it, on Django 6.1 also those that change a queryset in place.
    patches.replace(QuerySet, "_chain", _chain)
    patches.replace(BaseManager, "get_queryset", _get_queryset)


def _chain(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def _chain(self: Any) -> Any:
        if ACTIVE.get() is None:
            return original(self)
        queryset = original(self)
        try:
            birth, frame = self.__dict__.get(TAG), sys._getframe(1)
            # As a rule get(), first() or the like asks, or Django for itself: then nothing is to be
            # noted, which is found out without a call, since there are several steps to a query.
            outer: FrameType | None = frame
            while outer and (role := _roles.get(id(outer.f_code), _UNJUDGED)[0]) in _PASSED:
                outer = outer.f_back
            if role != FINAL and (role != STOP or birth is not None):
                birth = _birth(birth, frame)
            if birth is not None:
                queryset.__dict__[TAG] = birth
        except Exception as error:  # a queryset class that works otherwise: its line stays unknown
            admit(_NAME, error)
        return queryset

    return _chain


def _get_queryset(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def get_queryset(self: Any) -> Any:
        if ACTIVE.get() is None:
            return original(self)
        queryset = original(self)
        frame = sys._getframe(1)
        # A method follows that passes _chain(); but one such as acount() only later, in whatever
        # task awaits it.
        if frame.f_code.co_name == "manager_method" and _get_running_loop() is None:
            return queryset
        try:
            birth = _birth(None, frame)
            if birth is not None:
                queryset.__dict__[TAG] = birth
        except Exception as error:  # as above
            admit(_NAME, error)
        return queryset

    return get_queryset


def _birth(before: Birth | None, frame: FrameType | None) -> Birth | None:
    """Where a new queryset comes from: the last line of the function in which it was begun."""
    method: CodeType | None = None
    relation: Relation | None = None
    role = STOP
    while frame is not None:
        code = frame.f_code
        known = _roles.get(id(code))
        role = known[0] if known is not None else _judge(frame, code)
        if role == CHAIN:
            method = code
        elif role == APPLIED:  # what the relation's manager does itself changes nothing
            relation, method = to_many(frame.f_locals["self"]), None
        elif role != SHARED:
            break
        frame = frame.f_back
    if role == FINAL:
        return before
    return _begun(before, frame if role == CALLER else None, relation, method)


def _begun(
    before: Birth | None, caller: FrameType | None, relation: Relation | None, by: CodeType | None
) -> Birth | None:
    if before is None and caller is None and relation is None:
        return None
    begun, position, related, calls = before or (None, 0, None, ())
    if caller is not None and (begun is None or begun is caller.f_code):
        begun, position = caller.f_code, caller.f_lasti
    if related is None:
        related = relation
    elif by is not None and by.co_name not in calls:
        calls = (*calls, by.co_name)
    return (begun, position, related, calls)


def _judge(frame: FrameType, code: CodeType) -> int:
    if len(_roles) >= _MOST_ROLES:
        _roles.clear()
    role = _role(frame, code)
    _roles[id(code)] = (role, code)
    return role


def _role(frame: FrameType, code: CodeType) -> int:
    file = code.co_filename
    if file == _QUERY_FILE:
        return FINAL if code.co_name in _FINAL else CHAIN
    if file == _MANAGER_FILE:
        return SHARED
    if kind_of(file) == PROJECT:
        first = frame.f_locals.get(code.co_varnames[0]) if code.co_argcount else None
        return SHARED if isinstance(first, QuerySet | BaseManager) else CALLER
    if code.co_name == "_apply_rel_filters":
        return APPLIED
    # Forward descriptors have a get_queryset() as well: their frames above stop the search.
    return SHARED if code.co_name == "get_queryset" else STOP
