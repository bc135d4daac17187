"""A difference in one sentence: how many more of which statement from where, and findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cycleprof.gate.alignment import Node
from cycleprof.model import Finding, Origin, Stage

_MOST = 3
TIMES = "\N{MULTIPLICATION SIGN}"

Kind = Literal["change", "more", "new", "gone", "same"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One clause of the sentence, as data, so that others can say it in other languages.

    ``change`` has a change in number, what of and where; ``more``, ``new`` and ``gone`` have a
    number; ``same`` has the nanoseconds of both sides.
    """

    kind: Kind
    number: float | None = None
    what: str | None = None
    place: str | None = None
    base_ns: float | None = None
    head_ns: float | None = None


def parts(
    queries: Sequence[Node],
    calls: Sequence[Node],
    new: Sequence[Finding],
    gone: Sequence[Finding],
    durations: tuple[float, float],
) -> tuple[Part, ...]:
    """Changes in number first, then findings; only if there are none, the time."""
    changed = [node for node in (*queries, *calls) if node.tally.delta]
    # Templates come and go with what they ask and include; alone they are worth a word.
    changed = [node for node in changed if node.stage is not Stage.TEMPLATE] or changed
    changed.sort(key=lambda node: (node.stage is not Stage.DB, -abs(node.tally.delta)))
    found = [_change(node) for node in changed[:_MOST]]
    if len(changed) > _MOST:
        found.append(Part(kind="more", number=len(changed) - _MOST))
    if new:
        found.append(Part(kind="new", number=len(new)))
    if gone:
        found.append(Part(kind="gone", number=len(gone)))
    return tuple(found) or (Part(kind="same", base_ns=durations[0], head_ns=durations[1]),)


def _change(node: Node) -> Part:
    place = short_place(node.origin) if node.origin else None
    return Part(kind="change", number=node.tally.delta, what=node.label, place=place)


def sentence(clauses: Sequence[Part]) -> str:
    """The clauses in English."""
    return "; ".join(map(_say, clauses))


def _say(part: Part) -> str:
    number = part.number or 0
    if part.kind == "change":
        where = f" from {part.place}" if part.place else ""
        return f"{signed(number)} {TIMES} {part.what}{where}"
    if part.kind == "more":
        return f"{number} more changes in number"
    if part.kind == "same":
        before, after = time(part.base_ns or 0), time(part.head_ns or 0)
        return f"The same work; {before} before, {after} after"
    return f"{number} finding{'s' if number != 1 else ''} {part.kind}"


def short_place(origin: Origin) -> str:
    """File and line as people say them."""
    return f"{origin.file.rpartition('/')[2]}:{origin.line}"


def signed(number: float) -> str:
    """A change in number, with its sign and no needless decimals."""
    sign = "+" if number > 0 else "\N{MINUS SIGN}" if number < 0 else ""
    return f"{sign}{abs(number):g}"


def time(ns: float) -> str:
    """A time for people."""
    return f"{ns / 1e6:.1f} ms"
