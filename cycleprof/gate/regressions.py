"""Regressions as reports with findings, so that every export format shows them at their lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cycleprof.analysis.identity import finding_fingerprint
from cycleprof.gate.comparison import RunDiff, TestDiff
from cycleprof.gate.drift import Change
from cycleprof.gate.expectation import name_of
from cycleprof.gate.run import Cycle, Line, Query, Test
from cycleprof.gate.shape import shape_key, shape_of
from cycleprof.model import Finding, Origin, Profile, Remedy, Report, Span, Stage, Totals
from cycleprof.serialize import Document

CODE = "CP090"
RULE = "more-queries-than-before"
BUDGET = "CP091"


def regression_reports(diff: RunDiff) -> list[Report]:
    """One report per test that is worse, with what is new in it and nothing else.

    If nothing is worse it is one report without findings, so that every format has something to
    write down.
    """
    return [_report(one, tuple(_findings(one))) for one in diff.worse] or [_nothing()]


def problem_reports(problems: Mapping[str, Sequence[str]]) -> list[Report]:
    """The same for the messages of broken budgets and baselines, by test."""
    return [
        _report(TestDiff(nodeid, ()), tuple(_broken(nodeid, text) for text in messages))
        for nodeid, messages in sorted(problems.items())
    ] or [_nothing()]


def test_report(test: Test) -> Report:
    """One test with all of its findings, whether they are new or not."""
    found = tuple(_finding(document) for document in test["findings"])
    return _report(TestDiff(test["nodeid"], (), cycles=tuple(test["profiles"])), found)


def _nothing() -> Report:
    return _report(TestDiff("cycleprof: nothing is worse", ()), ())


def _broken(nodeid: str, message: str) -> Finding:
    title, _, rest = message.partition("\n")
    return Finding(
        code=BUDGET,
        rule="budget",
        severity="error",
        confidence="exact",
        title=title.removeprefix("cycleprof: "),
        detail=rest,
        count=1,
        cost_ns=0,
        fingerprint=finding_fingerprint(BUDGET, nodeid, title),
        span_ids=(),
        trigger=_place(nodeid),
    )


def _place(nodeid: str) -> Origin | None:
    """The beginning of the test's file: some code hosts show nothing that has no line."""
    file, colons, name = nodeid.partition("::")
    return Origin(file=file, line=1, function=name) if colons else None


def _report(one: TestDiff, findings: tuple[Finding, ...]) -> Report:
    duration = sum(cycle["totals"].get("duration_ns", 0) for cycle in one.cycles)
    root = Span(
        id=1, parent_id=None, stage=Stage.USER, name=one.nodeid, start_ns=0, end_ns=duration
    )
    profile = Profile(
        id=one.cycles[0]["id"] if one.cycles else "",
        kind="test",
        name=one.nodeid,
        started_at="1970-01-01T00:00:00.000000Z",
        duration_ns=duration,
        spans=(root,),
    )
    queries = sum(cycle["totals"].get("queries", 0) for cycle in one.cycles)
    totals = Totals(duration_ns=duration, unaccounted_ns=0, queries=queries)
    return Report(profile=profile, totals=totals, stages=(), queries=(), findings=findings)


def _findings(one: TestDiff) -> Iterator[Finding]:
    """New findings, and statements on top that none of them speaks of."""
    new = [one.findings[change.key] for change in one.changes if change.key in one.findings]
    yield from (_finding(document) for document in new)
    spoken = {shape_of(document["sql"]) for document in new if document["sql"]}
    for change in one.changes:
        for query in _queries(one.cycles, change):
            if shape_of(query["sql"]) not in spoken:
                yield _more(one, change, query)
                break


def _queries(cycles: tuple[Cycle, ...], change: Change) -> Iterator[Query]:
    for cycle in cycles:
        if name_of(cycle) == change.cycle:
            for query in cycle["queries"]:
                known = shape_key(query["alias"], query["sql"]) == change.key
                if known and not query["warm_up"]:
                    yield query


def _more(one: TestDiff, change: Change, query: Query) -> Finding:
    line = query["lines"][0] if query["lines"] else None
    place = f"{line['file']}:{line['function']}" if line else ""
    return Finding(
        code=CODE,
        rule=RULE,
        severity="warning",
        confidence="exact",
        title=change.text,
        detail=f"{change.cycle} in {one.nodeid} asks more than in the run it is compared with.",
        count=query["count"],
        cost_ns=0,
        fingerprint=finding_fingerprint(CODE, change.key, place),
        span_ids=(),
        sql=query["sql"],
        trigger=_origin(line) if line else None,
        remedy=Remedy(kind="none", text="If this is meant, say so in the pull request."),
    )


def _origin(line: Line) -> Origin:
    return Origin(
        file=line["file"],
        line=line["line"],
        function=line["function"],
        template=line.get("template"),
    )


def _finding(document: Document) -> Finding:
    """A finding of the run's document; its spans are those of a profile that is not here."""
    remedy = document["remedy"]
    places = {key: document[key] and Origin(**document[key]) for key in ("source", "trigger")}
    changes = {"span_ids": (), "remedy": Remedy(**remedy) if remedy else None, **places}
    return Finding(**{**document, **changes})
