"""What a page tells of its own loading, judged field by field: a stranger may have written it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote, urlsplit

from cycleprof import redact
from cycleprof.model import BrowserInfo, Navigation, Resource

T = TypeVar("T")

MOST_RESOURCES = 120
"""As many as the page's script sends: with their addresses they stay below 64 kB."""
_LONGEST_URL = 300
_LATEST_NS = 24 * 3_600 * 1_000_000_000
_MOST_BYTES = 1 << 40
_HIGHEST_STATUS = 999
_WORD = re.compile(r"[a-z][a-z0-9_-]{0,29}")
_ID = re.compile(r"[0-9a-f]{1,64}")


class BrowserDataError(ValueError):
    """The data is not what a page sends; the message names the field."""


def read(document: Any) -> BrowserInfo:
    """What the browser measured, with the values in its addresses masked.

    Raises:
        BrowserDataError: it is not of the form that the profile's schema describes.
    """
    fields = _Fields("the document", document)
    found = BrowserInfo(
        navigation=_navigation(fields.take("navigation")),
        first_paint_ns=fields.moment_or_none("first_paint_ns"),
        first_contentful_paint_ns=fields.moment_or_none("first_contentful_paint_ns"),
        largest_contentful_paint_ns=fields.moment_or_none("largest_contentful_paint_ns"),
        resources=_resources(fields.take("resources")),
        resources_dropped=fields.whole("resources_dropped", _MOST_BYTES),
    )
    fields.done()
    return found


def _navigation(document: Any) -> Navigation:
    fields = _Fields("navigation", document)
    found = Navigation(
        type=fields.word("type"),
        request_start_ns=fields.moment("request_start_ns"),
        response_start_ns=fields.moment("response_start_ns"),
        response_end_ns=fields.moment("response_end_ns"),
        dom_interactive_ns=fields.moment_or_none("dom_interactive_ns"),
        dom_content_loaded_ns=fields.moment_or_none("dom_content_loaded_ns"),
        load_ns=fields.moment_or_none("load_ns"),
    )
    fields.done()
    if not found.request_start_ns <= found.response_start_ns <= found.response_end_ns:
        raise BrowserDataError("navigation: an answer ends before it begins")
    return found


def _resources(documents: Any) -> tuple[Resource, ...]:
    if not isinstance(documents, list) or len(documents) > MOST_RESOURCES:
        raise BrowserDataError(f"resources: no list of at most {MOST_RESOURCES}")
    return tuple(_resource(f"resources[{n}]", one) for n, one in enumerate(documents))


def _resource(name: str, document: Any) -> Resource:
    fields = _Fields(name, document)
    found = Resource(
        url=_address(fields.text("url")),
        kind=fields.word("kind"),
        start_ns=fields.moment("start_ns"),
        end_ns=fields.moment("end_ns"),
        size_bytes=fields.whole_or_none("size_bytes", _MOST_BYTES),
        status=fields.whole_or_none("status", _HIGHEST_STATUS),
        profile=fields.id_or_none("profile"),
    )
    fields.done()
    if found.end_ns < found.start_ns:
        raise BrowserDataError(f"{name}: it ends before it begins")
    return found


def _address(url: str) -> str:
    """Scheme, host and path, and the names in the query; no user, no fragment, no content."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return redact.MASK
    if parts.scheme not in {"", "http", "https"}:
        return f"{parts.scheme[:20]}:"  # data: and blob: hold or name content
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    given = "&".join(f"{quote(name)}={redact.MASK}" for name in names if "=" in parts.query)
    query = f"?{given or redact.MASK}" if parts.query else ""
    start = f"{parts.scheme}://{host}" if host else ""
    return redact.text(f"{start}{parts.path}")[:_LONGEST_URL] + redact.text(query)[:_LONGEST_URL]


class _Fields:
    """An object of the document; each field is taken once, and none may be left over."""

    def __init__(self, name: str, document: Any) -> None:
        if not isinstance(document, Mapping):
            raise BrowserDataError(f"{name}: no object")
        self._name = name
        self._left = dict(document)

    def take(self, key: str) -> Any:
        if key not in self._left:
            raise BrowserDataError(f"{self._name}: {key} is missing")
        return self._left.pop(key)

    def done(self) -> None:
        if self._left:
            unknown = ", ".join(sorted(map(repr, self._left)))[:100]
            raise BrowserDataError(f"{self._name}: unknown {unknown}")

    def whole(self, key: str, most: int) -> int:
        value = self.take(key)
        if type(value) is not int or not 0 <= value <= most:
            raise BrowserDataError(f"{self._name}: {key} is no whole number from 0 to {most}")
        return value

    def moment(self, key: str) -> int:
        return self.whole(key, _LATEST_NS)

    def moment_or_none(self, key: str) -> int | None:
        return self._unless_null(key, self.moment)

    def whole_or_none(self, key: str, most: int) -> int | None:
        return self._unless_null(key, lambda name: self.whole(name, most))

    def id_or_none(self, key: str) -> str | None:
        return self._unless_null(key, lambda name: self._matching(name, _ID, "id"))

    def word(self, key: str) -> str:
        return self._matching(key, _WORD, "word in small letters")

    def text(self, key: str) -> str:
        value = self.take(key)
        if not isinstance(value, str):
            raise BrowserDataError(f"{self._name}: {key} is no text")
        return value

    def _matching(self, key: str, pattern: re.Pattern[str], what: str) -> str:
        value = self.text(key)
        if not pattern.fullmatch(value):
            raise BrowserDataError(f"{self._name}: {key} is no {what}")
        return value

    def _unless_null(self, key: str, read: Callable[[str], T]) -> T | None:
        if key in self._left and self._left[key] is None:
            return self.take(key)  # type: ignore[no-any-return]  # None
        return read(key)
