"""Says what a broken budget means: what was expected, what happened, which queries, what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from cycleprof.gate.drift import Change
from cycleprof.gate.run import Cycle, Line, Query
from cycleprof.gate.shape import shape_key, shape_of
from cycleprof.gate.verdict import Breach, Excess
from cycleprof.serialize import Document

_MOST_QUERIES = 8
_MOST_LINES = 4
_WIDTH = 96


def explain(breach: Breach, new: Collection[str] = ()) -> str:
    """The message of a failed test. ``new`` are the shapes that its baseline has not."""
    return "\n".join(_lines(breach, new))


def explain_drift(
    changes: Sequence[Change], cycles: Sequence[Cycle], against: str
) -> Iterator[str]:
    """The same for what is worse than ``against``, such as a baseline; one line after another."""
    names = ", ".join(dict.fromkeys(change.cycle for change in changes))
    yield f"cycleprof: {names} is worse than {against}"
    yield from (f"  {change.cycle}: {change.text}" for change in changes)
    yield from query_lines(cycles, {change.key for change in changes})


def _lines(breach: Breach, new: Collection[str]) -> Iterator[str]:
    budget = breach.budget
    yield f"cycleprof: {budget.name} is over its budget ({budget.where})"
    for excess in breach.excesses:
        yield f"  {_sentence(excess)}"
    yield f"  in {_cycles(breach.cycles)}"
    yield from query_lines(breach.cycles, new)
    yield from remedy_lines(breach.findings)
    if breach.unmeasured:
        names = ", ".join(breach.unmeasured)
        yield f"Not judged, because counts mode does not measure it: {names}"


def _sentence(excess: Excess) -> str:
    return f"{excess.what}: expected {excess.allowed}, found {excess.found}"


def _cycles(cycles: Sequence[Cycle]) -> str:
    busy = [cycle for cycle in cycles if cycle["queries"]] or cycles
    names = list(dict.fromkeys(cycle["name"] for cycle in busy))
    shown = ", ".join(names[:3])
    return shown if len(names) <= len(names[:3]) else f"{shown} and {len(names) - 3} more"


def query_lines(cycles: Iterable[Cycle], new: Collection[str] = ()) -> Iterator[str]:
    """The queries with their lines, the most frequent first; only those that are new, if known."""
    queries = [one for cycle in cycles for one in cycle["queries"] if not one["warm_up"]]
    on_top = [query for query in queries if _key(query) in new]
    merged = _merged(on_top or queries)
    if not merged:
        return
    yield "Queries that came on top:" if on_top else "Queries, the most frequent first:"
    for query in merged[:_MOST_QUERIES]:
        yield f"  {query['count']:>4} x {_short(shape_of(query['sql']))}"
        yield from (f"         {_place(line)}" for line in query["lines"][:_MOST_LINES])
    if len(merged) > _MOST_QUERIES:
        yield f"       and {len(merged) - _MOST_QUERIES} more"


def _key(query: Query) -> str:
    return shape_key(query["alias"], query["sql"])


def _merged(queries: Iterable[Query]) -> list[Query]:
    """One entry per shape over all cycles."""
    shapes: dict[str, Query] = {}
    for query in queries:
        key = _key(query)
        known = shapes.get(key)
        if known is None:
            shapes[key] = query
        else:
            count = known["count"] + query["count"]
            shapes[key] = {**known, "count": count, "lines": _joined(known, query)}
    return sorted(shapes.values(), key=lambda query: (-query["count"], query["sql"]))


def _joined(one: Query, other: Query) -> list[Line]:
    lines: dict[tuple[str, int], Line] = {}
    for line in (*one["lines"], *other["lines"]):
        place = (line["file"], line["line"])
        before = lines[place]["count"] if place in lines else 0
        lines[place] = {**line, "count": before + line["count"]}
    return sorted(lines.values(), key=lambda line: (-line["count"], line["file"], line["line"]))


def _short(sql: str) -> str:
    return sql if len(sql) <= _WIDTH else f"{sql[: _WIDTH // 2]} ... {sql[-_WIDTH // 2 :]}"


def _place(line: Line) -> str:
    function = f" in {line['function']}" if line["function"] else ""
    return f"{line['count']:>4} from {line['file']}:{line['line']}{function}"


def remedy_lines(findings: Iterable[Document]) -> Iterator[str]:
    """What to change, for each finding that knows."""
    known = [one for one in findings if one["remedy"] and one["remedy"]["kind"] != "none"]
    if known:
        yield "What would help:"
    for finding in known:
        source = finding["source"] or finding["trigger"]
        where = f" at {source['file']}:{source['line']}" if source else ""
        remedy = finding["remedy"]
        yield f"  {finding['code']} {finding['title']}: {remedy['code'] or remedy['text']}{where}"
