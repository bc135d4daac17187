"""The Flame graph tab: where the sampled Python stacks were, as one tree of calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cycleprof.model import Report, Span, Stage
from cycleprof.panels.blocks import Block, Column, Panel, Rerun, Row, Table, Text
from cycleprof.panels.calltree import Call, Function, folded, function_of, size, tree
from cycleprof.panels.drawings import Flame, Frames
from cycleprof.panels.interning import Interned
from cycleprof.panels.rerun import address
from cycleprof.panels.surroundings import gettext as _
from cycleprof.panels.values import Duration, Mono, Place, Share

STATE = "cycleprof.python"


def build(report: Report) -> Panel:
    """The panel for a report's sample of Python stacks, or for how to get one."""
    runs = [span for span in report.profile.spans if span.stage is Stage.PYTHON]
    blocks = _sampled(runs) if runs else _offer(report)
    return Panel(
        id="flame",
        title=_("Flame graph"),
        count=len({function_of(run) for run in runs}) if runs else None,
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
    everything, ours = tree(runs), tree(run for run in runs if function_of(run).own)
    short = folded(everything, _("{n} calls: {first} … {last}"))
    views = [_frames(_("All frames"), everything, names, places)]
    if size(short) < size(everything):  # what people have come for, without the way there
        views.insert(0, _frames(_("Libraries folded"), short, names, places))
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
