"""What the browser measured: its lane of the timeline, and its part of the Request tab."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.model import BrowserInfo, Profile, Resource
from cycleprof.panels.blocks import Block, Column, Facts, Heading, Row, Table
from cycleprof.panels.drawings import Moment, Stretch, Web
from cycleprof.panels.surroundings import gettext as _
from cycleprof.panels.values import Duration, Mono, Scalar, Size


def lane(profile: Profile) -> Web | None:
    """What followed the answer, placed so that its first byte arrives when the server is done."""
    browser = profile.browser
    if browser is None:
        return None
    shift = profile.duration_ns - browser.navigation.response_start_ns
    return Web(
        parts=tuple(_parts(browser, shift)),
        marks=tuple(_marks(browser, shift)),
        requests=tuple(
            Stretch(name=one.url, start=one.start_ns + shift, end=one.end_ns + shift)
            for one in browser.resources
        ),
    )


def _parts(browser: BrowserInfo, shift: int) -> Iterator[Stretch]:
    navigation = browser.navigation
    start, end = navigation.response_start_ns, navigation.response_end_ns
    ready = max(navigation.dom_content_loaded_ns or end, end)
    loaded = max(navigation.load_ns or ready, ready)
    yield Stretch(name=_("Download"), start=start + shift, end=end + shift)
    yield Stretch(name=_("Parse and DOM ready"), start=end + shift, end=ready + shift)
    yield Stretch(name=_("Subresources"), start=ready + shift, end=loaded + shift)


def _marks(browser: BrowserInfo, shift: int) -> Iterator[Moment]:
    first, largest = browser.first_contentful_paint_ns, browser.largest_contentful_paint_ns
    if first is not None and first != largest:
        yield Moment(name="FCP", title=_("First contentful paint"), at=first + shift)
    if largest is not None:
        yield Moment(name="LCP", title=_("Largest contentful paint"), at=largest + shift)


def blocks(browser: BrowserInfo) -> Iterator[Block]:
    """Times from the navigation's start, as the browser's own tools show them, and requests."""
    navigation = browser.navigation
    rows = {
        _("First byte after"): navigation.response_start_ns,
        _("First paint"): browser.first_paint_ns,
        _("First contentful paint"): browser.first_contentful_paint_ns,
        _("Largest contentful paint"): browser.largest_contentful_paint_ns,
        _("DOM ready"): navigation.dom_content_loaded_ns,
        _("Loaded"): navigation.load_ns,
    }
    yield Facts(
        title=_("Browser"),
        rows=tuple((name, Duration(ns)) for name, ns in rows.items() if ns is not None),
    )
    if browser.resources:
        yield Heading(text=_("What the page asked for"), level=2)
        yield _table(browser)


def _table(browser: BrowserInfo) -> Table:
    return Table(
        label=_("What the page asked for"),
        columns=(
            Column(label=_("At")),
            Column(label=_("URL")),
            Column(label=_("Kind")),
            Column(label=_("Status")),
            Column(label=_("Size"), kind="number"),
            Column(label=_("Time"), kind="number"),
        ),
        rows=tuple(Row(cells=_cells(one)) for one in browser.resources),
    )


def _cells(one: Resource) -> tuple[Scalar, ...]:
    return (
        Duration(one.start_ns),
        Mono(one.url),
        one.kind,
        one.status,
        Size(one.size_bytes) if one.size_bytes is not None else None,
        Duration(one.end_ns - one.start_ns),
    )
