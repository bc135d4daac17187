"""One piece of work, and the line of source behind it.

Every duration is an integer number of nanoseconds and its name ends in ``_ns``. Times named
``start_ns`` and ``end_ns`` count from the start of the cycle, not from any epoch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cycleprof.model.stage import Attribute, Stage, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A line of source.

    ``file`` is relative to BASE_DIR, or for libraries to the folder on ``sys.path`` that holds
    it. For a template line ``template`` is the template's name and ``function`` is None.
    """

    file: str
    line: int
    function: str | None = None
    template: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One piece of work: where it ran, from when to when, and what it was.

    ``overlay`` marks spans such as transactions that lie across other work: they have no
    children and take no part in sums.
    """

    id: int
    parent_id: int | None
    stage: Stage
    name: str
    start_ns: int
    end_ns: int
    thread: str = "MainThread"
    task: str | None = None
    status: Status = "ok"
    origin: Origin | None = None
    overlay: bool = False
    attributes: Mapping[str, Attribute] = field(default_factory=dict)

    @property
    def duration_ns(self) -> int:
        """Time from start to end, children included."""
        return self.end_ns - self.start_ns
