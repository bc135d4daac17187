"""The difference of two runs in words: for a terminal, and as Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cycleprof.gate.comparison import RunDiff, TestDiff
from cycleprof.gate.message import explain_drift, remedy_lines
from cycleprof.gate.time_change import time_lines

_MOST = 20


def headline(diff: RunDiff) -> str:
    """The difference in one sentence."""
    before, after = diff.queries
    change = "the same number of queries" if before == after else f"{after - before:+d} queries"
    verdict = f"{_tests(diff.worse)} worse" if diff.worse else "nothing is worse"
    better = f", {_tests(diff.better)} better" if diff.better else ""
    return f"{verdict}{better}; {change} in {diff.tests} tests ({before} before, {after} now)"


def _tests(diffs: Sequence[TestDiff]) -> str:
    return f"{len(diffs)} test{'s are' if len(diffs) != 1 else ' is'}"


def run_text(diff: RunDiff) -> str:
    """The whole difference as plain text."""
    return "\n".join([headline(diff), *_text(diff)]) + "\n"


def _text(diff: RunDiff) -> Iterator[str]:
    for one in diff.worse[:_MOST]:
        yield ""
        yield from _explained(one)
    if len(diff.worse) > _MOST:
        yield f"and {len(diff.worse) - _MOST} more that are worse"
    for title, names in _lists(diff):
        yield ""
        yield f"{title}:"
        yield from (f"  {name}" for name in names[:_MOST])
        if len(names) > _MOST:
            yield f"  and {len(names) - _MOST} more"


def _explained(one: TestDiff) -> Iterator[str]:
    yield one.nodeid
    lines = list(explain_drift(one.changes, one.cycles, "the base"))
    yield from (f"  {line}" for line in lines[1:])
    concerned = {change.key for change in one.changes}
    findings = [one.findings[key] for key in one.findings if key in concerned]
    yield from (f"  {line}" for line in remedy_lines(findings))


def _lists(diff: RunDiff) -> Iterator[tuple[str, Sequence[str]]]:
    better = [f"{one.nodeid}: {one.changes[0].text}" for one in diff.better]
    for title, names in (
        ("Better", better),
        ("Not in the base", diff.added),
        ("Only in the base", diff.gone),
        ("Did not pass", diff.failed),
        ("Time, which fails nothing unless you ask for it", list(time_lines(diff.times))),
    ):
        if names:
            yield title, names


def run_markdown(diff: RunDiff) -> str:
    """The whole difference as Markdown; details are folded."""
    return "\n".join(_markdown(diff)) + "\n"


def _markdown(diff: RunDiff) -> Iterator[str]:
    yield f"**cycleprof: {headline(diff)}**"
    if diff.worse:
        yield ""
        yield "| Test | Cycle | Change |"
        yield "|---|---|---|"
        rows = [(one.nodeid, change) for one in diff.worse for change in one.changes]
        for nodeid, change in rows[:_MOST]:
            cells = (f"`{_cell(nodeid)}`", _cell(change.cycle), _cell(change.text))
            yield f"| {' | '.join(cells)} |"
        if len(rows) > _MOST:
            yield f"| and {len(rows) - _MOST} more | | |"
    for one in diff.worse[:_MOST]:
        yield from folded(f"Queries of {one.nodeid}", list(_explained(one))[1:])
    for title, names in _lists(diff):
        yield from folded(
            title if title.startswith("Time") else f"{title}: {len(names)}", names[:_MOST]
        )


def folded(title: str, lines: Sequence[str]) -> Iterator[str]:
    """Lines of plain text under a title that unfolds them, as Markdown."""
    yield ""
    yield f"<details><summary>{_cell(title)}</summary>"
    yield ""
    yield "````text"
    yield from (line.replace("````", "'''") for line in lines)
    yield "````"
    yield ""
    yield "</details>"


def _cell(text: str) -> str:
    """Text that ends no cell, no line and starts no tag."""
    text = text.replace("|", "\\|").replace("\n", " ").replace("`", "'")
    return text.replace("<", "&lt;").replace(">", "&gt;")
