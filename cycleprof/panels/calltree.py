"""Sampled Python stacks as calls within calls, and the same with the plumbing folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from cycleprof.model import Origin, Span

DEPTH = "cycleprof.python.depth"
_LIBRARY = "cycleprof.library"
_FEWEST = 3  # calls that are worth a fold
_NEARLY_ALL = 0.95  # of the first call's time: whoever takes less is a branch to be seen


class Function(NamedTuple):
    """What a frame runs: its name, where it is written, and whether the project wrote it."""

    name: str
    origin: Origin | None
    own: bool


@dataclass(slots=True)
class Call:
    """All runs of one function below the same callers. Times are nanoseconds."""

    function: Function
    total_ns: int = 0
    callees: dict[Function, Call] = field(default_factory=dict)

    @property
    def own_ns(self) -> int:
        """Time in the function itself: its callees' taken off."""
        return max(self.total_ns - sum(one.total_ns for one in self.callees.values()), 0)

    def walk(self) -> Iterator[tuple[int, Call]]:
        """The callees at any depth, each before its own, what took longest first."""
        waiting = [(0, one) for one in self.by_time()]
        while waiting:
            depth, call = waiting.pop()
            yield depth, call
            waiting.extend((depth + 1, one) for one in call.by_time())

    def by_time(self) -> list[Call]:
        """The callees, what took longest last."""
        return sorted(self.callees.values(), key=lambda one: one.total_ns)


def tree(runs: Iterable[Span]) -> Call:
    """The runs as calls within calls, below a root that is none; each thread by itself."""
    root = Call(Function("", None, own=False))
    open_runs: dict[str, list[tuple[Span, Call]]] = {}
    for run in sorted(runs, key=lambda one: (one.start_ns, _depth(one))):
        stack = open_runs.setdefault(run.thread, [])
        while stack and not _encloses(stack[-1][0], run):
            stack.pop()
        caller = stack[-1][1] if stack else root
        function = function_of(run)
        call = caller.callees.setdefault(function, Call(function))
        call.total_ns += run.duration_ns
        stack.append((run, call))
    return root


def _encloses(caller: Span, run: Span) -> bool:
    return caller.end_ns > run.start_ns and _depth(caller) < _depth(run)


def _depth(run: Span) -> int:
    depth = run.attributes.get(DEPTH)
    return depth if isinstance(depth, int) else 0


def function_of(run: Span) -> Function:
    """What a sampled frame ran."""
    own = run.origin is not None and not run.attributes.get(_LIBRARY)
    return Function(run.name, run.origin, own)


def folded(root: Call, text: str) -> Call:
    """The tree with each straight run of library calls as one call, named after its two ends.

    Of Django's middleware a stack holds two frames a layer, all as wide as the page: the
    project's code begins below the screen. What branches off within a run is kept below it.

    ``text`` names a run: it has places for ``n``, ``first`` and ``last``.
    """
    made = Call(root.function)
    waiting = [(made, call) for call in root.callees.values()]
    while waiting:
        caller, call = waiting.pop()
        run = _plumbing(call)
        if len(run) < _FEWEST:
            run = [call]
        first, last = run[0].function, run[-1].function
        name = text.format(n=len(run), first=first.name, last=last.name)
        function = first if len(run) == 1 else Function(name, None, own=False)
        one = caller.callees.setdefault(function, Call(function))
        one.total_ns += call.total_ns
        inside = {id(member) for member in run}
        below = (callee for member in run for callee in member.callees.values())
        waiting.extend((one, callee) for callee in below if id(callee) not in inside)
    return made


def _plumbing(call: Call) -> list[Call]:
    """A library's call and those below it, as long as each passes nearly all time on to one."""
    run: list[Call] = []
    following: Call | None = call
    while following and not following.function.own:
        run.append(following)
        largest = max(following.callees.values(), key=lambda one: one.total_ns, default=None)
        enough = largest and largest.total_ns >= _NEARLY_ALL * call.total_ns
        following = largest if enough else None
    return run


def size(root: Call) -> int:
    """How many calls a tree has."""
    return sum(1 for _ in root.walk())
