"""What the line of a span tells besides where it is: who called it, and what it silences."""

from __future__ import annotations

import dis
import inspect
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType

from cycleprof.frames import PROJECT, Call, Site, kind_of, line_at, looping
from cycleprof.freeze.cleaning import known, tidy
from cycleprof.freeze.comments import silenced_at
from cycleprof.freeze.paths import Paths
from cycleprof.model import Attribute, Origin

_ITSELF = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"})
_COROUTINE = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
_MOST_KNOWN = 10_000
_NOWHERE = -1
"""The position of a function's caller, where the function is not the one around the block."""

Facts = dict[str, Attribute]


def locate(site: Site, paths: Paths, limit: int) -> tuple[Origin | None, Facts]:
    """The origin that a span has because of its line, and the attributes.

    ``cycleprof.callers`` lists the lines of the project through which it was reached, innermost
    first: file, line, function, and what the line is besides, parted by bars: ``loop`` where it
    lies in a loop, ``async`` where its function is a coroutine, ``@`` and a position where the
    line says the same name twice, so that it may ask twice.
    ``cycleprof.library`` is true where no line of the project had a part in it.
    """
    # By their ids, since hashing a code object reads all of it; the site keeps them alive.
    key = (*site[:4], *[part for code, at in site.callers for part in (id(code), at)])
    found = paths.located.get(key)
    if found is None:
        if len(paths.located) >= _MOST_KNOWN:
            paths.located.clear()
        facts = tidy(_facts(site, paths), limit, known(limit))
        found = paths.located[key] = (site, paths.origin(site), facts)
    silenced = silenced_at(site)
    facts = {**tidy(silenced, limit, known(limit)), **found[2]} if silenced else found[2]
    return found[1], facts


def _facts(site: Site, paths: Paths) -> Facts:
    if kind_of(site.file) != PROJECT:
        return {"cycleprof.library": True}
    shown = [_shown(call, paths, outside) for call, outside in _inside(site.callers, paths.block)]
    if len(shown) > 1 or not all(one.endswith("|") for one in shown):
        return {"cycleprof.callers": shown}
    return {}


def _inside(callers: tuple[Call, ...], block: tuple[Call, ...]) -> Iterator[tuple[Call, int]]:
    """The lines up to the block that records, its own with the position at which it began.

    What is farther out than that repeats the block, and nothing within it.
    """
    began = {id(code): position for code, position in reversed(block)}
    for call in callers:
        outside = began.get(id(call[0]), _NOWHERE)
        yield call, outside
        if outside != _NOWHERE:
            return


def _shown(call: Call, paths: Paths, outside: int) -> str:
    code, position = call
    line = line_at(code, position)
    loops = is_looping(call, outside)
    traits = [
        *(["loop"] if loops else []),
        *(["async"] if code.co_flags & _COROUTINE else []),
        *([f"@{position}"] if not loops and line in _repeating(code) else []),
    ]
    return f"{paths.relative(code.co_filename)}|{line}|{code.co_qualname}|{' '.join(traits)}"


def is_looping(call: Call, outside: int = _NOWHERE) -> bool:
    """Whether a call is made in a loop, a comprehension or a generator of its function.

    A loop that holds the position ``outside`` as well is around both, and does not count.
    """
    code, position = call
    found = (code.co_name in _ITSELF and outside == _NOWHERE) or any(
        first <= position <= last and not first <= outside <= last for first, last in _loops(code)
    )
    if found and len(looping) < _MOST_KNOWN:
        looping[id(code), position] = code
    return found


@lru_cache(maxsize=1024)
def _loops(code: CodeType) -> tuple[tuple[int, int], ...]:
    """Where the loops of a function begin and end: what jumps back jumps over its body.

    Waiting for a coroutine jumps back as well, by an instruction of its own.
    """
    return tuple(
        (int(step.argval), step.offset)
        for step in dis.get_instructions(code)
        if "JUMP_BACKWARD" in step.opname and not step.opname.endswith("NO_INTERRUPT")
    )


@lru_cache(maxsize=1024)
def _repeating(code: CodeType) -> frozenset[int]:
    """The lines that load some name twice, as two equal calls side by side do."""
    loaded: Counter[tuple[int, object]] = Counter()
    for step in dis.get_instructions(code):
        if step.opname.startswith("LOAD_") and isinstance(step.argval, str | tuple):
            named = step.argval if isinstance(step.argval, tuple) else (step.argval,)
            line = step.positions.lineno if step.positions else None
            loaded.update((line or 0, name) for name in named if step.opname != "LOAD_CONST")
    return frozenset(line for (line, _), times in loaded.items() if times > 1)
