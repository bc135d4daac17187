"""What the index page lists, one file per heading."""

from __future__ import annotations

from . import (
    asynchronous,
    caching,
    errors,
    hood,
    ninja,
    outgoing,
    reading,
    responses,
    rest,
    templating,
    writing,
)
from .entry import Entry, Section
from config.optional import HAS_HTTPX, HAS_NINJA, HAS_REST_FRAMEWORK

SECTIONS: tuple[Section, ...] = (
    reading.SECTION,
    writing.SECTION,
    templating.SECTION,
    caching.SECTION,
    responses.SECTION,
    errors.SECTION,
    asynchronous.SECTION,
    *((rest.SECTION,) if HAS_REST_FRAMEWORK else ()),
    *((ninja.SECTION,) if HAS_NINJA else ()),
    *((outgoing.SECTION,) if HAS_HTTPX else ()),
    hood.SECTION,
    hood.ADMIN,
)

__all__ = ["SECTIONS", "Entry", "Section"]
