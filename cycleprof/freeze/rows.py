"""Describes what was recorded: each record becomes a row with name, line and masked attributes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cycleprof.freeze.cleaning import exact, known, tidy, tidy_name, tidy_values
from cycleprof.freeze.comments import look_again
from cycleprof.freeze.nesting import nest
from cycleprof.freeze.onion import add_phases
from cycleprof.freeze.paths import Paths
from cycleprof.freeze.sites import locate
from cycleprof.model import Attribute, Limits
from cycleprof.recorder import Details, Record, Recorder
from cycleprof.records import ALWAYS_ALIKE, FIELDS, FOLDS, Folded, owner
from cycleprof.shapes import Lane, Row, Shape, shape_of

Raw = tuple[Any, ...]
Fold = Callable[[Any], Folded | None]
Described = tuple[Shape, Sequence[Attribute]]
_STAGE, _DESCRIBE, _RAW, _START, _STATUS = map(
    Record._fields.index, ("stage", "describe", "raw", "start", "status")
)
_MOST_REMEMBERED = 1_000
_ERROR = "cycleprof.error"
_remembered: dict[Raw, Described] = {}


def describe_rows(recorder: Recorder, limits: Limits, paths: Paths) -> tuple[list[Row], int]:
    """The rows, root first, and how many records were left out as too late."""
    look_again()
    nested, late = nest(recorder)
    scribe = _Scribe(recorder, limits.text, paths)
    rows: list[Row] = []
    thread = task = lane = None
    for record, number, parent, start, end in nested:
        _, _, _, describe, _, _, _, own_thread, own_task, _, notes = record[:FIELDS]
        fold = FOLDS.get(describe)
        if fold is not None and not notes:
            shape, values = scribe.folded(record, fold) or scribe.described(record)
        elif describe in ALWAYS_ALIKE and not notes:
            shape, values = scribe.remembered(record)
        else:
            shape, values = scribe.described(record)
        if lane is None or own_thread != thread or own_task != task:  # most run where the last did
            thread, task = own_thread, own_task
            lane = scribe.lane(thread, task)
        rows.append((shape, number, parent, start, end, values, lane))
    add_phases(rows)
    return rows, late


class _Scribe:
    """Describes the records of one profile."""

    def __init__(self, recorder: Recorder, limit: int, paths: Paths) -> None:
        self._limit = limit
        self._threads = recorder.threads
        self._fault = recorder.fault
        self._paths = paths
        self._seen = known(limit)
        self._once: set[Raw] = set()
        self._folds: dict[Raw, Shape] = {}
        self._lanes: dict[tuple[int, str | None], Lane] = {}

    def lane(self, thread: int, task: str | None) -> Lane:
        """The names of the thread and the task."""
        found = self._lanes.get((thread, task))
        if found is None:
            name = self._threads.get(thread) or f"thread-{thread}"
            found = self._lanes[thread, task] = (name, task)
        return found

    def remembered(self, record: Raw) -> Described:
        """Shape and values of one that is described in each profile alike."""
        key = (*record[_STAGE:_START], record[_STATUS], self._limit)
        found = _remembered.get(key)
        if found is None:
            if len(_remembered) >= _MOST_REMEMBERED:
                _remembered.clear()
            found = self.described(record)
            if _ERROR not in found[0].names:
                _remembered[key] = found
        return found

    def folded(self, record: Raw, fold: Fold) -> Described | None:
        """Shape and values of one whose kind says what its like have in common.

        Then only the first two of them are described in full.
        """
        stage, describe, status = record[_STAGE], record[_DESCRIBE], record[_STATUS]
        try:
            found = fold(record[_RAW] if len(record) == FIELDS else record[FIELDS:])
        except Exception as error:  # noqa: BLE001 - it is described by itself, and the fault admitted
            self._fault(owner(describe), error)
            return None
        if found is None:
            return None
        like, names, values = found
        key = (describe, like, stage, status)
        shape = self._folds.get(key)
        if shape is None:
            if key not in self._once:  # most are the only one of their kind
                self._once.add(key)
                return None
            shape = self._common(record, names)
            if shape is None:
                return None
            self._folds[key] = shape
        return shape, names and tidy_values(names, values, self._limit, self._seen)

    def _common(self, record: Raw, names: tuple[str, ...]) -> Shape | None:
        """The shape of this record and its like, which have these attributes of their own."""
        shape, values = self.described(record)
        attributes = shape.attributes(values)
        if tuple(one for one in attributes if one in names) != names:
            return None  # it could not be described
        said = {name: value for name, value in attributes.items() if name not in names}
        return Shape(
            shape.stage, shape.name, shape.status, shape.overlay, shape.origin, shape.names, said
        )

    def described(self, record: Raw) -> Described:
        """Shape and values of one record."""
        _, _, stage, describe, _, _, _, _, _, status, notes = record[:FIELDS]
        raw = record[_RAW] if len(record) == FIELDS else record[FIELDS:]
        try:
            name, site, found, overlay = describe(raw)
            if site is not None and site.file.__class__ is not str:
                # A template's name may be a SafeString, which the paths of Python 3.11 refuse.
                site = site._replace(file=exact(site.file))
        except Exception as error:  # noqa: BLE001 - whatever the application's objects do, the profile survives
            name, site, found, overlay = _failed(stage, describe, error)
        limit, seen = self._limit, self._seen
        attributes: Mapping[str, Attribute] = tidy(found, limit, seen) if found else found
        origin = None
        if site is not None:
            origin, facts = locate(site, self._paths, limit)
            attributes = {**attributes, **facts}
        if notes:
            attributes = {**attributes, **tidy(notes, limit, seen)}
        shape = shape_of(
            stage, tidy_name(name, limit, seen), status, overlay, origin, tuple(attributes)
        )
        return shape, tuple(attributes.values())


def _failed(stage: str, describe: Any, error: Exception) -> Details:
    instrument = getattr(describe, "__module__", "").rpartition(".")[2]
    failure = f"{type(error).__name__} in {instrument} while describing this span"
    return Details(f"({stage})", attributes={_ERROR: failure})
