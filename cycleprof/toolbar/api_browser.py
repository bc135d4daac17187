"""Takes what the page's own browser measured, and keeps it with the page's profile."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, UnreadablePostError

from cycleprof import serialize
from cycleprof.conf import get_config
from cycleprof.model import BrowserInfo, Profile
from cycleprof.runtime import get_runtime
from cycleprof.toolbar.answers import ApiError, json_answer
from cycleprof.toolbar.browser_words import BrowserDataError, read
from cycleprof.toolbar.reading import find_profile

MOST_BYTES = 64_000
"""Browsers send no more than 64 KiB in requests that may outlive their page."""


def keep_browser(request: HttpRequest, profile_id: str) -> HttpResponse:
    """``{"recorded": true}``, or false where the profile has such data already: the first stays."""
    browser = _read(request)
    profile = find_profile(profile_id)
    if profile.kind != "request":
        hint = "Only the profile of a page can have it."
        raise ApiError(409, "not-a-request", f"{profile_id!r} is no profile of a request", hint)
    if profile.browser is not None:
        return json_answer({"recorded": False})
    writer = get_runtime().writer
    writer.flush(2.0)  # one that is being written would come back without it
    if not writer.store.rewrite(_fitting(profile, browser)):
        hint = "It may have been pruned or deleted."
        raise ApiError(404, "no-such-profile", f"there is no profile {profile_id!r}", hint)
    return json_answer({"recorded": True})


def _fitting(profile: Profile, browser: BrowserInfo) -> Profile:
    """The profile with the data; without the list of resources if it would get too large."""
    whole = replace(profile, browser=browser)
    if serialize.size(whole) <= get_config().limits.document:
        return whole
    dropped = browser.resources_dropped + len(browser.resources)
    return replace(profile, browser=replace(browser, resources=(), resources_dropped=dropped))


def _read(request: HttpRequest) -> BrowserInfo:
    try:
        return read(_document(request))
    except BrowserDataError as error:
        hint = "The profile's schema describes it under browser."
        raise ApiError(400, "bad-browser-data", str(error), hint) from error


def _document(request: HttpRequest) -> Any:
    try:
        body = request.read(MOST_BYTES + 1)
    except UnreadablePostError as error:
        raise BrowserDataError("the request broke off") from error
    if len(body) > MOST_BYTES:
        hint = f"Send at most {MOST_BYTES} bytes."
        raise ApiError(413, "too-large", "the request is too large", hint)
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BrowserDataError("no JSON document") from error
