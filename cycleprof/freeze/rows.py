"""Describes what was recorded: each record becomes a row with name, line and masked attributes."""

from __future__ import annotations

from typing import Any

from cycleprof.freeze.cleaning import exact, known, tidy, tidy_name
from cycleprof.freeze.comments import look_again
from cycleprof.freeze.nesting import nest
from cycleprof.freeze.onion import add_phases
from cycleprof.freeze.paths import Paths
from cycleprof.freeze.sites import locate
from cycleprof.model import Limits
from cycleprof.recorder import FIELDS, Details, Recorder

Row = tuple[Any, ...]


def describe_rows(recorder: Recorder, limits: Limits, paths: Paths) -> tuple[list[Row], int]:
    """The rows of ``packing``, root first, and how many records were left out as too late."""
    look_again()
    nested, late = nest(recorder)
    limit, threads, seen = limits.text, recorder.threads, known(limits.text)
    rows: list[Row] = []
    for record, number, parent, start, end in nested:
        _, _, stage, describe, raw, _, _, thread, task, status, notes = record[:FIELDS]
        if len(record) > FIELDS:
            raw = record[FIELDS:]
        try:
            name, site, found, overlay = describe(raw)
            if site is not None and site.file.__class__ is not str:
                # A template's name may be a SafeString, which the paths of Python 3.11 refuse.
                site = site._replace(file=exact(site.file))
        except Exception as error:  # noqa: BLE001 - whatever the application's objects do, the profile survives
            name, site, found, overlay = _failed(stage, describe, error)
        attributes = tidy(found, limit, seen)
        origin = None
        if site is not None:
            origin, facts = locate(site, paths, limit)
            attributes.update(facts)
        if notes:
            attributes.update(tidy(notes, limit, seen))
        rows.append(
            (
                number, parent, stage, tidy_name(name, limit, seen), start, end,
                threads.get(thread) or f"thread-{thread}", task, status, origin, overlay,
                attributes,
            )
        )  # fmt: skip
    add_phases(rows)
    return rows, late


def _failed(stage: str, describe: Any, error: Exception) -> Details:
    instrument = getattr(describe, "__module__", "").rpartition(".")[2]
    failure = f"{type(error).__name__} in {instrument} while describing this span"
    return Details(f"({stage})", attributes={"cycleprof.error": failure})
