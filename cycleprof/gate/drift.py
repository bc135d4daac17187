"""What changed against an expectation: what is worse, what is better, what was not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from cycleprof.gate.expectation import CLASSES, Expectation, Expected, Statement

_WORDS = {"one": "once", "few": "a few times", "many": "many times"}

Kind = Literal["worse", "better", "rewritten", "unknown", "gone"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference in one kind of cycle. ``key`` names the statement or the finding."""

    kind: Kind
    cycle: str
    key: str
    text: str


def drift(expected: Expectation, found: Expectation) -> list[Change]:
    """All differences, in the order of the cycles' names."""
    changes: list[Change] = []
    for name in sorted(expected.keys() | found.keys()):
        before, after = expected.get(name), found.get(name)
        if before is None:
            changes.append(Change("unknown", name, "", f"{name} is not in the baseline"))
        elif after is None:
            changes.append(Change("gone", name, "", f"{name} is no longer asked for"))
        else:
            changes.extend(_queries(name, before.queries, after.queries))
            changes.extend(_findings(name, before.findings, after.findings))
    return changes


def _queries(
    cycle: str, before: Mapping[str, Statement], after: Mapping[str, Statement]
) -> Iterator[Change]:
    rewritten = _rewritten(before, after)
    for key in sorted((before.keys() | after.keys()) - {*rewritten.values()}):
        old, new = before.get(rewritten.get(key, key)), after.get(key)
        rank = _rank(new) - _rank(old)
        what = (new or old or Statement("", "")).label
        if rank:
            kind: Kind = "worse" if rank > 0 else "better"
            yield Change(kind, cycle, key, f"{what}: {_times(old)} before, {_times(new)} now")
        elif key in rewritten:
            yield Change("rewritten", cycle, key, f"{what}: in other words, as often as before")


def _rewritten(before: Mapping[str, Statement], after: Mapping[str, Statement]) -> dict[str, str]:
    """New statements, each with the one that it stands for: on the same table, not more often.

    A join that replaces an N+1 changes the text of its query; that makes nothing worse.
    """
    gone = [key for key in before if key not in after]
    found = {}
    for key in sorted(after.keys() - before.keys()):
        match = next((one for one in gone if _replaces(one, before[one], key, after[key])), None)
        if match is not None:
            gone.remove(match)
            found[key] = match
    return found


def _replaces(old_key: str, old: Statement, new_key: str, new: Statement) -> bool:
    same_alias = old_key.rpartition(":")[0] == new_key.rpartition(":")[0]
    return same_alias and old.label == new.label and _rank(old) >= _rank(new)


def _findings(cycle: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for key in sorted(after.keys() - before.keys()):
        yield Change("worse", cycle, key, f"finding {after[key]} is new")
    for key in sorted(before.keys() - after.keys()):
        yield Change("better", cycle, key, f"finding {before[key]} is gone")


def _rank(statement: Statement | None) -> int:
    return CLASSES.index(statement.times) + 1 if statement is not None else 0


def _times(statement: Statement | None) -> str:
    return _WORDS[statement.times] if statement is not None else "never"


def tighten(expected: Expectation, found: Expectation) -> Expectation:
    """The expectation with improvements and new cycles taken over, and nothing that is worse."""
    result = dict(expected)
    for name, after in found.items():
        before = expected.get(name)
        result[name] = after if before is None else _tighter(before, after)
    return {name: result[name] for name in result if name in found}


def _tighter(before: Expected, after: Expected) -> Expected:
    queries = {
        key: min(old, after.queries[key], key=_rank)
        for key, old in before.queries.items()
        if key in after.queries
    }
    for key in _rewritten(before.queries, after.queries):
        queries[key] = after.queries[key]
    findings = {key: code for key, code in before.findings.items() if key in after.findings}
    return replace(before, queries=queries, findings=findings)
