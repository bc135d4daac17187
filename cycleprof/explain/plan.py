"""A plan in one form for all databases: steps within steps, one of them marked, hints in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. ``cost`` is the database's estimate for it alone, in the database's own unit."""

    label: str
    detail: str = ""
    rows: float | None = None
    cost: float | None = None
    costly: bool = False
    children: tuple[Step, ...] = ()

    def walk(self) -> Iterator[Step]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The steps that give the result; ``raw`` is what the database itself wrote."""

    steps: tuple[Step, ...]
    hints: tuple[str, ...]
    raw: str


def mark_costliest(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The same steps, the one with the highest cost of its own marked; none if costs are equal."""
    costs = [step.cost for top in steps for step in top.walk() if step.cost]
    if not costs:
        return steps
    return tuple(_mark(step, max(costs)) for step in steps)


def _mark(step: Step, highest: float) -> Step:
    children = tuple(_mark(child, highest) for child in step.children)
    return replace(step, costly=step.cost == highest, children=children)
