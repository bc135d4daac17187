"""What a budget may limit, and how a limit is written."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

COUNTS: dict[str, str] = {
    "queries": "queries",
    "fingerprints": "different queries",
    "rows": "rows read",
    "instances": "model instances built",
    "templates": "templates rendered",
    "cache_misses": "cache misses",
    "http": "outgoing HTTP requests",
    "response_bytes": "bytes of response",
}
"""The counts that a budget may limit, each with its name in words."""

FINDINGS = ("none", "none new", "none exact")
TIME = "time_ms"
KEYS = (*COUNTS, "findings", TIME)


class LimitError(ValueError):
    """A limit that means nothing; ``key`` is the one that is wrong."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The most that one cycle, or all cycles of a test together, may cost.

    ``name`` says whose budget it is, ``where`` where it is written. ``findings`` is a number,
    one of :data:`FINDINGS`, or None. ``time_ms`` is judged over a whole run only.
    """

    name: str
    where: str
    counts: Mapping[str, int] = field(default_factory=dict)
    findings: int | str | None = None
    time_ms: int | None = None


def make_budget(
    name: str, where: str, limits: Mapping[str, object], *, whole_run: bool = False
) -> Budget:
    """The budget that these limits mean; only one of a whole run may limit time.

    Raises:
        LimitError: a key is unknown, or a value is not one that it takes.
    """
    if TIME in limits and not whole_run:
        raise LimitError(
            TIME, f"one test says nothing about time; write {TIME} in pyproject.toml, for all runs"
        )
    if not limits:
        raise LimitError("", f"a budget without limits; it takes {', '.join(KEYS)}")
    for key, value in limits.items():
        _check(key, value)
    counts = {key: _number(limits[key]) for key in COUNTS if key in limits}
    findings, time_ms = limits.get("findings"), limits.get(TIME)
    return Budget(
        name=name,
        where=where,
        counts=counts,
        findings=findings if isinstance(findings, int | str) else None,
        time_ms=_number(time_ms) if time_ms is not None else None,
    )


def _check(key: str, value: object) -> None:
    if key not in KEYS:
        raise LimitError(key, f"{key!r} is nothing that a budget limits. {nearest(key, KEYS)}")
    whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if key == "findings":
        if not whole and value not in FINDINGS:
            allowed = ", ".join(map(repr, FINDINGS))
            raise LimitError(key, f"findings is {value!r}; it takes a number, {allowed}.")
    elif not whole:
        raise LimitError(key, f"{key} is {value!r}; it takes a whole number of at least 0.")


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def nearest(name: str, known: tuple[str, ...]) -> str:
    """Which known name was probably meant, as a sentence."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"Did you mean {near[0]!r}?" if near else f"It takes {', '.join(known)}."
