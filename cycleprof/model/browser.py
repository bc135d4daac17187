"""What the browser measured once the server had answered: its part of the same cycle."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Navigation:
    """The page's own request as the browser saw it, in nanoseconds from the navigation's start.

    ``type`` is the browser's word for it: navigate, reload, back_forward or prerender. The last
    three moments are None where the page did not get that far while it was watched.
    """

    type: str
    request_start_ns: int
    response_start_ns: int
    response_end_ns: int
    dom_interactive_ns: int | None = None
    dom_content_loaded_ns: int | None = None
    load_ns: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A file or an answer that the page asked for, in nanoseconds from the navigation's start.

    ``url`` is a path on the page's own host, or an address on another; the values of its query
    are masked. ``kind`` is what asked for it, such as script, css, img or fetch. ``size_bytes``
    went over the wire: 0 out of the browser's cache, None where another host does not tell, as is
    ``status``. ``profile`` is the id of the answer's own profile, where it has one.
    """

    url: str
    kind: str
    start_ns: int
    end_ns: int
    size_bytes: int | None = None
    status: int | None = None
    profile: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserInfo:
    """Navigation, paints and resources. ``resources_dropped`` counts those beyond the limit.

    The paints are in nanoseconds from the navigation's start, None where there was none, for
    example because the page was never in view.
    """

    navigation: Navigation
    first_paint_ns: int | None = None
    first_contentful_paint_ns: int | None = None
    largest_contentful_paint_ns: int | None = None
    resources: tuple[Resource, ...] = ()
    resources_dropped: int = 0
