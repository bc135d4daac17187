"""A report in a terminal: what ran when, as bars on one scale, repeats in one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cycleprof.analysis.tree import children
from cycleprof.cli.output import Output
from cycleprof.cli.words import duration, place
from cycleprof.model import Report, Span

_STYLES = {
    "server": "white", "middleware": "magenta", "resolve": "bright_black", "view": "blue",
    "orm": "cyan", "db": "green", "transaction": "bright_black", "template": "yellow",
    "cache": "bright_cyan", "http": "red", "user": "bright_white",
}  # fmt: skip
_NAME_WIDTH = 44
_TIME_WIDTH = 9
_INDENT = "  "
_DEEPEST = 10


@dataclass(slots=True)
class Bar:
    """Consecutive siblings of one name as one line."""

    first: Span
    depth: int
    count: int
    busy_ns: int
    end_ns: int


_Step = Bar | Iterator["_Step"]
"""A line, or what gives the lines below it."""


def print_waterfall(report: Report, out: Output, most: int) -> None:
    """The cycle's spans as a tree beside a chart; the shortest are left out beyond ``most``."""
    bars = list(_bars(report.profile.spans))
    if len(bars) > most:
        bars = list(_bars(report.profile.spans, fold=True))
    shown = _longest(bars, most)
    width = max(out.width - _NAME_WIDTH - _TIME_WIDTH - 4, 10)
    total = report.profile.duration_ns or 1
    for bar in shown:
        times = f"{bar.count} \N{MULTIPLICATION SIGN} " if bar.count > 1 else ""
        name = f"{_INDENT * min(bar.depth, _DEEPEST)}{times}{_short(bar.first)}"
        start = bar.first.start_ns * width // total
        length = max(round((bar.end_ns - bar.first.start_ns) * width / total), 1)
        chart = " " * min(start, width - 1) + "\u2588" * min(length, width - start)
        where = place(bar.first.origin) if bar.first.stage == "db" else ""
        label = _fit(f"{name}  {where}" if where else name, _NAME_WIDTH)
        style = _STYLES.get(bar.first.stage, "")
        out.line(label, "  ", (f"{duration(bar.busy_ns):>{_TIME_WIDTH}}", ""), "  ", (chart, style))
    if len(shown) < len(bars):
        out.line((f"{len(bars) - len(shown)} shorter ones are not shown (--spans N)", "dim"))


def _short(span: Span) -> str:
    """The name; of a dotted path, which tells a layer or a view, only its end."""
    is_path = span.stage in {"middleware", "view"} and " " not in span.name
    return span.name.rpartition(".")[2] if is_path else span.name


def _bars(spans: Sequence[Span], *, fold: bool = False) -> Iterator[Bar]:
    """The lines, in order. With ``fold`` middleware stands as one line, not one in the other."""
    families = children(span for span in spans if not span.overlay)
    layers = sum(_is_layer(span) for span in spans)

    def below(parent: Span | None, depth: int) -> Iterator[_Step]:
        for run in _runs(families.get(parent.id if parent else None, [])):
            first = run[0]
            if fold and _is_layer(first):
                if parent is not None and _is_layer(parent):
                    yield below(first, depth)
                    continue
                first = replace(first, name=f"{layers} layers of middleware")
            busy = sum(span.duration_ns for span in run)
            yield Bar(first, depth, len(run), busy, max(span.end_ns for span in run))
            yield below(first, depth + 1) if len(run) == 1 else inside(run, depth + 1)

    def inside(run: list[Span], depth: int) -> Iterator[_Step]:
        """The children of repeats, all together, by name."""
        inner = sorted(
            (span for one in run for span in families.get(one.id, [])),
            key=lambda one: (one.stage, one.name),
        )
        for same in _runs(inner):
            busy = sum(span.duration_ns for span in same)
            first = min(same, key=lambda one: one.start_ns)
            yield Bar(first, depth, len(same), busy, max(span.end_ns for span in same))
            yield inside(same, depth + 1)

    return _followed(below(None, 0))


def _followed(first: Iterator[_Step]) -> Iterator[Bar]:
    """The bars of steps within steps: spans may nest deeper than Python's calls."""
    steps = [first]
    while steps:
        step = next(steps[-1], None)
        if step is None:
            steps.pop()
        elif isinstance(step, Bar):
            yield step
        else:
            steps.append(step)


def _is_layer(span: Span) -> bool:
    return span.stage == "middleware" and "cycleprof.in_ns" in span.attributes


def _runs(spans: Sequence[Span]) -> Iterator[list[Span]]:
    run: list[Span] = []
    for span in spans:
        if run and (span.stage, span.name) != (run[0].stage, run[0].name):
            yield run
            run = []
        run.append(span)
    if run:
        yield run


def _longest(bars: list[Bar], most: int) -> list[Bar]:
    if len(bars) <= most:
        return bars
    limit = sorted((bar.busy_ns for bar in bars), reverse=True)[most - 1]
    return [bar for bar in bars if bar.busy_ns >= limit][:most]


def _fit(text: str, width: int) -> str:
    return f"{text:<{width}}" if len(text) <= width else text[: width - 1] + "…"
