"""A profile without what should not leave the house, or with pseudonyms in place of values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from cycleprof.model import Attribute, BrowserInfo, Profile, Span

PARTS = ("headers", "query", "parameters", "messages", "origins")
"""What can be left out: header values, query strings, parameters of statements and other values
that the application worked with, texts of exceptions, and lines of source."""

_VALUES = (
    "db.query.parameter.",
    "cycleprof.cache.key",
    "cycleprof.log.",
    "cycleprof.mail.",
    "url.",
)
_MESSAGES = ("exception.message", "cycleprof.log.message")

Change = Callable[[str], str]


class UnknownPartError(ValueError):
    """There is no such part of a profile to leave out."""


def leave_out(profile: Profile, parts: Collection[str], *, pseudonyms: bool = False) -> Profile:
    """The profile without these of :data:`PARTS`.

    With ``pseudonyms`` values are not dropped but each replaced by a name, the same for the same
    value throughout the profile, so that repeats stay repeats; of all parts that hold values.

    Raises:
        UnknownPartError: a part does not exist.
    """
    unknown = sorted(set(parts) - set(PARTS))
    if unknown:
        message = f"there is no part {unknown[0]!r} to leave out; there are {', '.join(PARTS)}"
        raise UnknownPartError(message)
    change = _Pseudonyms() if pseudonyms else None
    wanted = set(PARTS[:4]) if pseudonyms and not parts else set(parts)
    return replace(
        _surface(profile, wanted, change),
        browser=_browser(profile.browser, wanted),
        spans=tuple(_span(span, wanted, change) for span in profile.spans),
    )


class _Pseudonyms:
    """Numbers values in the order in which they are met."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __call__(self, value: str) -> str:
        return self._known.setdefault(value, f"value-{len(self._known) + 1}")


def _surface(profile: Profile, parts: set[str], change: Change | None) -> Profile:
    request, response, error = profile.request, profile.response, profile.exception
    if request is not None:
        if "headers" in parts:
            request = replace(request, headers=_mapping(request.headers, change))
        if "query" in parts:
            query = {key: [change(one) for one in values] if change else []
                     for key, values in request.query.items()}  # fmt: skip
            request = replace(request, query=query)
    if response is not None and "headers" in parts:
        response = replace(response, headers=_mapping(response.headers, change))
    if error is not None and "messages" in parts:
        error = replace(error, message=change(error.message) if change else "")
    if error is not None and "origins" in parts:
        error = replace(error, origin=None)
    return replace(profile, request=request, response=response, exception=error)


def _browser(browser: BrowserInfo | None, parts: set[str]) -> BrowserInfo | None:
    if browser is None or "query" not in parts:
        return browser
    bare = (replace(one, url=one.url.partition("?")[0]) for one in browser.resources)
    return replace(browser, resources=tuple(bare))


def _mapping(values: Mapping[str, str], change: Change | None) -> dict[str, str]:
    return {key: change(value) for key, value in values.items()} if change else {}


def _span(span: Span, parts: set[str], change: Change | None) -> Span:
    prefixes = (_VALUES if "parameters" in parts else ()) + (
        _MESSAGES if "messages" in parts else ()
    )
    attributes: dict[str, Attribute] = {}
    for key, value in span.attributes.items():
        if not key.startswith(prefixes or ("\0",)):
            attributes[key] = value
        elif change is not None and isinstance(value, str):
            attributes[key] = change(value)
    origin = None if "origins" in parts else span.origin
    return replace(span, attributes=attributes, origin=origin)
