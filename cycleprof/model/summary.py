"""The row that a list shows of a profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cycleprof.model.stage import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One row of a list of profiles.

    ``started_ns`` is a UNIX time and sorts newest first. ``size_bytes`` is the body's size, None
    where it is unknown. ``pinned`` ones are never pruned. ``via`` is a word for how the request
    came, such as page, fetch or htmx; ``location`` is the path on this site that a redirect leads
    to.

    ``findings`` is their number, None until somebody has looked: until then nothing is judged, and
    ``stages`` and ``codes``, those of the findings, each once, are empty.
    """

    id: str
    kind: Kind
    name: str
    started_at: str
    started_ns: int
    duration_ns: int
    method: str | None = None
    path: str | None = None
    route: str | None = None
    view: str | None = None
    status: int | None = None
    content_type: str | None = None
    queries: int = 0
    db_ns: int = 0
    findings: int | None = None
    stages: Mapping[str, int] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    size_bytes: int | None = None
    pinned: bool = False
    via: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a summary says of its profile once it is judged.

    That is the number and the codes of its findings, and the exclusive nanoseconds of each stage.
    """

    id: str
    findings: int
    codes: tuple[str, ...]
    stages: Mapping[str, int]
