"""Finds the line of the user's code, or of a template, that is responsible for what runs now.

Frames are walked raw and only as far as needed; file names are judged once and remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any, Final

from cycleprof.installed import OWN, is_library
from cycleprof.spots import Call, Site, Spot, line_at, resolve

__all__ = [
    "BOUNDARY", "INNER", "LIBRARY", "MARKED", "PROJECT", "WATCHED", "Call", "Reader", "Sight",
    "Sighting", "Site", "Spot", "Watcher", "call_site", "callers", "is_project",
    "is_python", "kind_of", "line_at", "look", "looping", "mark", "rendering", "resolve", "sight",
    "spot_at", "straight", "unmark", "unwatch_all", "watch",
]  # fmt: skip

PROJECT: Final = 0
LIBRARY: Final = 1
INNER: Final = 2  # plumbing that is never the answer: cycleprof itself, Django's database layer
MARKED: Final = 3  # a library file in which some function stands for a line elsewhere
WATCHED: Final = 4  # plumbing in which some function tells what is going on
BOUNDARY: Final = 5  # what lies outside of it called on, and caused nothing itself


Sight = tuple[Spot | None, tuple[Call, ...]]
"""A line and its callers: see :func:`sight`."""

Reader = Callable[[FrameType], Site | None]
Watcher = Callable[[FrameType], Any]


class _Kinds(dict[str, int]):
    def __missing__(self, file: str) -> int:
        kind = self[file] = _judge(file)
        return kind


_kinds = _Kinds()
straight: set[str] = set()
"""Files of the project that were met, whose frames are the answer to :func:`spot_at` themselves."""
looping: dict[tuple[int, int], CodeType] = {}
"""The positions in functions that are known to lie in loops; found out later, off the request."""
_looping_sights: dict[tuple[int, int], Sight] = {}
"""What :func:`sight` finds at such positions, once for all; each holds on to its code object."""
_MOST_SIGHTS: Final = 20_000
_markers: dict[int, tuple[CodeType, Reader]] = {}
_marked_files: set[str] = set()
_watchers: dict[int, tuple[CodeType, Watcher]] = {}
_watched_files: set[str] = set()
_INNER_PARTS = ("/django/db/", "/asgiref/", "/contextlib.py", "/django/utils/functional.py")
_PLUMBING = (INNER, WATCHED)
_BOUNDARY_PARTS = (
    "/django/core/handlers/",
    "/django/core/management/base.py",
    "/asyncio/events.py",  # who runs the loop did not make its tasks
    "/asyncio/runners.py",
    "/asgiref/current_thread_executor.py",
    "/concurrent/futures/thread.py",
)


_tell: list[Callable[[Any, Exception], None]] = [lambda _reader, _error: None]


def on_failure(tell: Callable[[Any, Exception], None]) -> None:
    """Have ``tell`` know of each reader or watcher that fails, and of its exception."""
    _tell[0] = tell


def mark(code: CodeType, reader: Reader) -> None:
    """Let frames that run ``code`` answer for the site that ``reader`` reads from them."""
    _markers[id(code)] = (code, reader)
    _marked_files.add(code.co_filename)
    _forget(code.co_filename)


def unmark(code: CodeType) -> None:
    """Forget a code object that :func:`mark` was given."""
    _markers.pop(id(code), None)
    _marked_files.discard(code.co_filename)
    _kinds.pop(code.co_filename, None)


def watch(code: CodeType, watcher: Watcher) -> None:
    """Have :func:`look` report what ``watcher`` makes of a frame that runs ``code``."""
    _watchers[id(code)] = (code, watcher)
    _watched_files.add(code.co_filename)
    _forget(code.co_filename)


def _forget(file: str) -> None:
    _kinds.pop(file, None)
    straight.discard(file)


def unwatch_all() -> None:
    """Forget everything that :func:`watch` was given."""
    _watchers.clear()
    for file in _watched_files:
        _kinds.pop(file, None)
    _watched_files.clear()


def kind_of(file: str) -> int:
    """What a source file is to the search for a line: one of the constants above."""
    return _kinds[file]


def is_project(spot: Spot | None) -> bool:
    """Whether a line, or the template that it was compiled from, may be the project's own."""
    if spot is None:
        return False
    return not isinstance(spot[0], CodeType) or kind_of(spot[0].co_filename) == PROJECT


def _judge(file: str) -> int:
    if file in _marked_files:
        return MARKED
    if file in _watched_files:
        return WATCHED
    if any(part in file for part in _BOUNDARY_PARTS):
        return BOUNDARY
    if file.startswith((OWN, "<")) or any(part in file for part in _INNER_PARTS):
        return INNER
    return LIBRARY if is_library(file) else PROJECT


Sighting = tuple[Spot | None, str | None, list[Any], FrameType | None]
"""What a look at the stack tells: the responsible line, the name of the outermost watched function
that it called, what the watchers made of their frames, innermost first, and how far it went."""


def look(frame: FrameType | None, limit: int = 120) -> Sighting:  # noqa: C901 - calls are dear here
    """Walk from ``frame`` outwards to the innermost line of the project or of its templates.

    Where neither is on the stack, the innermost line of a library's template, or else of a library
    that is not mere plumbing.
    """
    chosen: FrameType | None = None
    template: Site | None = None
    operation: str | None = None
    watched: list[Any] = []
    inside = True
    while frame is not None and limit:
        code = frame.f_code
        kind = _kinds[code.co_filename]
        if kind == PROJECT:
            return _spot(frame), operation, watched, frame
        if kind == WATCHED:
            operation = code.co_name if inside else operation
            watcher = _watchers.get(id(code))
            if watcher is not None:
                try:
                    watched.append(watcher[1](frame))
                except Exception as error:  # noqa: BLE001 - a frame that cannot be read tells nothing
                    _tell[0](watcher[1], error)
        elif kind != INNER:
            inside = False
            if kind == BOUNDARY:
                break
            site = None
            if kind == MARKED and (marker := _markers.get(id(code))) is not None:
                try:
                    site = marker[1](frame)
                except Exception as error:  # noqa: BLE001 - likewise
                    _tell[0](marker[1], error)
            if site is not None and _kinds[site.file] == PROJECT:
                return site, operation, watched, frame
            template, chosen = template or site, chosen or frame
        frame = frame.f_back
        limit -= 1
    spot = template or (_spot(chosen) if chosen is not None else None)
    return spot, operation, watched, frame


def _marked(frame: FrameType, read: Reader) -> Site | None:
    try:
        return read(frame)
    except Exception as error:  # noqa: BLE001 - a frame that cannot be read places nothing
        _tell[0](read, error)
        return None


def sight(frame: FrameType) -> Sight:
    """The responsible line as :func:`look` finds it and, if it is of Python, its callers.

    One walk for both, and a short one for what is asked most: a line in a loop of the project
    with nothing but plumbing below.
    """
    outer: FrameType | None = frame
    while outer is not None:
        code = outer.f_code
        kind = _kinds[code.co_filename]
        if kind == PROJECT:
            position = outer.f_lasti
            known = _looping_sights.get((id(code), position))
            if known is not None:
                return known
            if not code.co_filename.endswith(".py"):
                return _spot(outer), ()
            call = (code, position)
            if (id(code), position) in looping:
                return _kept(call)
            return call, tuple(callers(outer))
        if kind not in _PLUMBING:
            break
        outer = outer.f_back
    spot, _, _, found = look(outer)
    return spot, tuple(callers(found)) if is_python(spot) else ()


def _kept(call: Call) -> Sight:
    if len(_looping_sights) >= _MOST_SIGHTS:
        _looping_sights.clear()
    found = _looping_sights[id(call[0]), call[1]] = (call, (call,))
    return found


def spot_at(frame: FrameType) -> Spot | None:
    """The responsible line as :func:`look` finds it; at once where ``frame`` itself is of it."""
    code = frame.f_code
    if _kinds[code.co_filename] == PROJECT and code.co_filename.endswith(".py"):
        straight.add(code.co_filename)
        return (code, frame.f_lasti)
    return look(frame)[0]


def is_python(spot: Spot | None) -> bool:
    """Whether a spot is a line of Python as it was written, and not one of a template."""
    return spot is not None and isinstance(spot[0], CodeType)


def rendering(frame: FrameType | None, limit: int = 120) -> Spot | None:
    """The template's line that is being rendered while ``frame`` runs, if any."""
    while frame is not None and limit:
        kind = _kinds[frame.f_code.co_filename]
        if kind == BOUNDARY:
            break
        if kind == MARKED and (marker := _markers.get(id(frame.f_code))) is not None:
            return _marked(frame, marker[1])
        if kind == PROJECT and not is_python(spot := _spot(frame)):
            return spot
        frame = frame.f_back
        limit -= 1
    return None


def call_site(frame: FrameType | None, limit: int = 120) -> Site | None:
    """The line that is responsible, as :func:`look` finds it, ready to be shown."""
    spot, _, _, found = look(frame, limit)
    site = resolve(spot)
    if site is None or site.template is not None:
        return site
    return site._replace(callers=tuple(callers(found)))


def callers(frame: FrameType | None, most: int = 4) -> list[Call]:
    """The lines of the project on the stack up to one in a loop, a recursion counted once."""
    found: list[Call] = []
    while frame is not None and len(found) < most:
        code = frame.f_code
        kind = _kinds[code.co_filename]
        if kind == PROJECT:
            position = frame.f_lasti
            if not found or found[-1][1] != position or found[-1][0] is not code:
                found.append((code, position))
            if (id(code), position) in looping:  # who called the function no longer matters
                break
        elif kind == BOUNDARY:
            break
        frame = frame.f_back
    return found


def _spot(frame: FrameType) -> Spot:
    code = frame.f_code
    if not code.co_filename.endswith(".py"):
        template = frame.f_globals.get("__jinja_template__")  # set by Jinja2 in what it compiles
        if template is not None:
            return (template, code, frame.f_lasti)
    return (code, frame.f_lasti)
