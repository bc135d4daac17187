"""The Flame graph tab: where the sampled Python stacks were, as one tree of calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cycleprof.model import Origin, Report, Span, Stage
from cycleprof.panels.blocks import Block, Column, Panel, Rerun, Row, Table, Text
from cycleprof.panels.drawings import Flame, Frames
from cycleprof.panels.interning import Interned
from cycleprof.panels.rerun import address
from cycleprof.panels.surroundings import gettext as _
from cycleprof.panels.values import Duration, Mono, Place, Share

DEPTH = "cycleprof.python.depth"
STATE = "cycleprof.python"
_LIBRARY = "cycleprof.library"


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


def build(report: Report) -> Panel:
    """The panel for a report's sample of Python stacks, or for how to get one."""
    runs = [span for span in report.profile.spans if span.stage is Stage.PYTHON]
    blocks = _sampled(runs) if runs else _offer(report)
    return Panel(
        id="flame",
        title=_("Flame graph"),
        count=len({_function(run) for run in runs}) if runs else None,
        blocks=tuple(blocks),
    )


def _offer(report: Report) -> Iterator[Block]:
    state = report.profile.spans[0].attributes.get(STATE)
    if state is not None:
        yield Text(lead=_("No sample:"), text=Mono(str(state)), tone="warn")
    else:
        yield Text(
            lead=_("This request was not sampled."),
            text=_("A sample looks at the Python stack every millisecond."),
        )
    where = address(report.profile)
    if where is not None:
        yield Rerun(label=_("Sample Python"), address=where, sample=True)


def _sampled(runs: Sequence[Span]) -> Iterator[Block]:
    names, places = Interned[str](), Interned[Place]()
    everything, ours = tree(runs), tree(run for run in runs if _function(run).own)
    views = [_frames(_("All frames"), everything, names, places)]
    if ours.callees:
        views.append(_frames(_("Your code"), ours, names, places))
    yield Flame(
        label=_("Sampled Python stacks"),
        total_ns=sum(one.total_ns for one in everything.callees.values()),
        views=tuple(views),
        names=names.all(),
        places=places.all(),
        table=_table(everything),
    )


def tree(runs: Iterable[Span]) -> Call:
    """The runs as calls within calls, below a root that is none; each thread by itself."""
    root = Call(Function("", None, own=False))
    open_runs: dict[str, list[tuple[Span, Call]]] = {}
    for run in sorted(runs, key=lambda one: (one.start_ns, _depth(one))):
        stack = open_runs.setdefault(run.thread, [])
        while stack and not _encloses(stack[-1][0], run):
            stack.pop()
        caller = stack[-1][1] if stack else root
        function = _function(run)
        call = caller.callees.setdefault(function, Call(function))
        call.total_ns += run.duration_ns
        stack.append((run, call))
    return root


def _encloses(caller: Span, run: Span) -> bool:
    return caller.end_ns > run.start_ns and _depth(caller) < _depth(run)


def _depth(run: Span) -> int:
    depth = run.attributes.get(DEPTH)
    return depth if isinstance(depth, int) else 0


def _function(run: Span) -> Function:
    own = run.origin is not None and not run.attributes.get(_LIBRARY)
    return Function(run.name, run.origin, own)


def _frames(label: str, root: Call, names: Interned[str], places: Interned[Place]) -> Frames:
    columns: dict[str, list[int]] = {"depth": [], "total": [], "own": [], "name": [], "place": [],
                                     "ours": []}  # fmt: skip
    for depth, call in root.walk():
        function = call.function
        columns["depth"].append(depth)
        columns["total"].append(call.total_ns)
        columns["own"].append(call.own_ns)
        columns["name"].append(names.index(function.name))
        columns["place"].append(places.index(Place(function.origin)) if function.origin else -1)
        columns["ours"].append(int(function.own))
    return Frames(label=label, columns={key: tuple(values) for key, values in columns.items()})


def _table(root: Call) -> Table:
    """Each function once: what it took itself, and what it took with all that it called."""
    whole = max(sum(one.total_ns for one in root.callees.values()), 1)
    times = _by_function(root)
    ranked = sorted(times.items(), key=lambda item: (-item[1][0], -item[1][1]))
    return Table(
        label=_("Functions by their own time"),
        columns=(
            Column(label=_("Function")),
            Column(label=_("Own"), kind="number"),
            Column(label=_("Share"), kind="number"),
            Column(label=_("Total"), kind="number"),
            Column(label=_("Share"), kind="number"),
            Column(label=_("From")),
        ),
        rows=tuple(_row(function, own, total, whole) for function, (own, total) in ranked),
    )


def _row(function: Function, own: int, total: int, whole: int) -> Row:
    place = Place(function.origin) if function.origin else None
    return Row(
        cells=(
            Mono(function.name), Duration(own), Share(own / whole),
            Duration(total), Share(total / whole), place,
        )
    )  # fmt: skip


def _by_function(root: Call) -> dict[Function, tuple[int, int]]:
    """Own and total time of each function; one that calls itself counts its total once."""
    times: dict[Function, tuple[int, int]] = {}
    path: list[Function] = []
    for depth, call in root.walk():
        del path[depth:]
        own, total = times.get(call.function, (0, 0))
        again = call.function in path
        times[call.function] = (own + call.own_ns, total + (0 if again else call.total_ns))
        path.append(call.function)
    return times
