"""Compares the outcomes of two runs of the same tests."""

from __future__ import annotations

from dataclasses import dataclass

Line = dict[str, str]


@dataclass(frozen=True)
class Outcome:
    """What two runs say together. ``problems`` is empty where cycleprof changed nothing."""

    problems: list[str]
    summary: str


def compare(plain: list[Line], recorded: list[Line]) -> Outcome:
    """Every test that ends differently, and every fault that a profile or an instrument admits."""
    before, after = _ends(plain), _ends(recorded)
    names = before.keys() | after.keys()
    problems = [
        _told(name, before.get(name, "not run"), after.get(name, "not run"), recorded)
        for name in sorted(names)
        if before.get(name) != after.get(name)
    ]
    problems += sorted({line["fault"] for line in recorded if "fault" in line})
    profiles = [line for line in recorded if "profile" in line]
    if len(profiles) < len(after) // 2:
        problems.append(f"only {len(profiles)} of {len(after)} tests have been recorded")
    spans = sum(int(line["spans"]) for line in profiles)
    failed = sum(end in {"failure", "error"} for end in before.values())
    summary = (
        f"{len(after)} tests of Django's with and without cycleprof, {len(profiles)} profiles of "
        f"{spans} spans, {len(problems)} differences; {failed} fail in both"
    )
    return Outcome(problems, summary)


def _told(name: str, before: str, after: str, recorded: list[Line]) -> str:
    details = [line["detail"] for line in recorded if line.get("test") == name and "detail" in line]
    return "\n".join([f"{name}: {before} without cycleprof, {after} with", *details])


def _ends(lines: list[Line]) -> dict[str, str]:
    """How each test ended; one that has failing subtests has failed, whatever else it says."""
    ends: dict[str, str] = {}
    for line in lines:
        # A skipped subtest brings its parameters, which may hold addresses in memory.
        name = line.get("test", "").partition(" ")[0]
        if name and ends.get(name) not in {"failure", "error"}:
            ends[name] = line["end"]
    return ends
