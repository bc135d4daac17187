"""A finished recording, which waits to become a profile; until then next to nothing is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from cycleprof.lazy import LOADING
from cycleprof.records import Record

if TYPE_CHECKING:
    from cycleprof.freeze.paths import Paths
    from cycleprof.model import Kind, Limits, Profile, RequestInfo, ResponseInfo
    from cycleprof.recorder import Recorder


# What raw records and the request beside them take, measured and rounded up: statements, their
# parameters, and objects of the application that they keep alive (tests/trust/test_bounds.py).
_BYTES = 8_000
_SPAN_BYTES = 800

_START, _END, _STATUS = map(Record._fields.index, ("start", "end", "status"))


class Facts(NamedTuple):
    """What is known of a cycle besides its spans."""

    kind: Kind
    name: str
    request: RequestInfo | None = None
    response: ResponseInfo | None = None
    versions: Mapping[str, str] = {}
    secrets: tuple[str, ...] = ()
    """Values that the application calls sensitive: masked wherever they stand, longest first."""
    unread: bool = False
    """They could not be read: so no text at all may be kept."""


class Frozen(NamedTuple):
    """A profile in two parts: all but its spans, and these as rows of ``packing``."""

    head: Profile
    rows: list[tuple[Any, ...]]


class Recording:
    """A finished cycle that becomes a profile when somebody asks, once, in whichever thread.

    ``facts`` is called then, not before: reading headers and the like is no work for the request.
    ``group`` is any name for recordings of the same kind, such as a route; ``spans`` their number.
    ``body_bytes`` is the size of what the request has read into memory and keeps there.
    ``by_browser`` is whether a browser asked, and so somebody may want to see it.
    """

    def __init__(
        self,
        recorder: Recorder,
        facts: Callable[[], Facts],
        limits: Limits,
        paths: Paths,
        *,
        group: str = "",
    ) -> None:
        self.id = recorder.id
        self.group = group
        self.body_bytes = 0
        self.by_browser = False
        self._recorder: Recorder | None = recorder
        self._facts = facts
        self._limits = limits
        self._paths = paths
        self._lock = Lock()
        self._frozen: Frozen | None = None
        self._spans = self._duration_ns = 0
        self._packed: bytes | None = None
        self._profile: Profile | None = None
        self._reduced = False

    @property
    def spans(self) -> int:
        recorder = self._recorder
        return len(recorder.records) if recorder is not None else self._spans

    @property
    def held_bytes(self) -> int:
        """About how much memory this keeps while it waits."""
        recorder = self._recorder  # asked for by every request: without one more call
        spans = len(recorder.records) if recorder is not None else self.spans
        return _BYTES + _SPAN_BYTES * spans + self.body_bytes

    @property
    def is_wanted(self) -> bool:
        """Whether it is worth more than others: it failed, or somebody looks at such, or has."""
        recorder = self._recorder
        return recorder is None or self.by_browser or recorder.records[-1][_STATUS] != "ok"

    @property
    def duration_ns(self) -> int:
        """How long the cycle took."""
        recorder = self._recorder
        if recorder is None:
            return self._duration_ns
        root = recorder.records[-1]
        duration: int = root[_END] - root[_START]
        return duration

    @property
    def profile(self) -> Profile:
        """The profile, within its limits; computed at the first access."""
        with self._lock:
            frozen = self._freeze()
            if self._profile is None:
                with LOADING:
                    from cycleprof.packing import unpack, whole  # noqa: PLC0415 - likewise

                kept = self._pack(frozen)
                self._profile = unpack(kept) if self._reduced else whole(*frozen)
            return self._profile

    @property
    def frozen(self) -> Frozen:
        """What was recorded, all of it, before any limit of size."""
        with self._lock:
            return self._freeze()

    @property
    def packed(self) -> bytes:
        """The profile as it is kept, within its limits."""
        with self._lock:
            return self._pack(self._freeze())

    def _freeze(self) -> Frozen:
        if self._frozen is None:
            assert self._recorder is not None  # noqa: S101 - one is None only if the other is not
            with LOADING:
                from cycleprof.freeze.making import make  # noqa: PLC0415 - nothing is frozen until then

            self._frozen = make(self._recorder, self._facts(), self._limits, self._paths)
            # Kept apart, so that nobody who only asks for them has to wait for the packing.
            self._spans, self._duration_ns = len(self._frozen.rows), self._frozen.head.duration_ns
            self._recorder = None
        return self._frozen

    def _pack(self, frozen: Frozen) -> bytes:
        if self._packed is None:
            with LOADING:
                from cycleprof.freeze.making import pack_within  # noqa: PLC0415 - likewise

            self._packed, self._reduced = pack_within(frozen, self._limits.document)
        return self._packed
