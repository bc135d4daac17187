"""The JSON API: profiles as a list, and one as a report with what the panel draws of it."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from cycleprof import panels, serialize
from cycleprof.conf import get_config
from cycleprof.model import Report
from cycleprof.panels.blocks import Panel
from cycleprof.runtime import find, get_runtime
from cycleprof.stores import Query, QueryError, Slice, parse_query
from cycleprof.toolbar.answers import ApiError, json_answer
from cycleprof.toolbar.editor import editor
from cycleprof.toolbar.reader import language_of
from cycleprof.toolbar.reading import find_report

_ID = re.compile(r"[0-9a-f]{1,64}")
_MOST_LISTED = 500


def list_profiles(request: HttpRequest) -> HttpResponse:
    """``{"profiles": [summary…], "next": cursor or null, "complete": true}``, newest first.

    Findings are looked for now, within half a second. Those of a profile that it did not suffice
    for are null; ``complete`` is false where ``q`` asks for findings and more may match.
    """
    limit = _limit(request.GET.get("limit", "50"))
    before, after = _cursor(request, "before"), _cursor(request, "after")
    if before is not None and after is not None:
        hint = "Give one of them; q takes further conditions."
        raise ApiError(400, "two-cursors", "before and after exclude each other", hint)
    query = read_query(request)
    get_runtime().writer.flush(0.5)  # what has just ended is what people look for first
    found, complete = find(query, Slice(limit + 1, before, after))
    more = len(found) > limit
    page = found[-limit:] if after is not None else found[:limit]
    return json_answer(
        {
            "profiles": [serialize.summary_document(summary) for summary in page],
            "next": page[0 if after is not None else -1].id if more and page else None,
            "complete": complete,
        }
    )


def read_query(request: HttpRequest) -> Query:
    """The conditions of ``?q=``.

    Raises:
        ApiError: they cannot be understood; the message names the position.
    """
    try:
        return parse_query(request.GET.get("q", ""))
    except QueryError as error:
        raise ApiError(400, "bad-query", str(error), error.hint) from error


def _cursor(request: HttpRequest, name: str) -> str | None:
    given = request.GET.get(name)
    if given is not None and not _ID.fullmatch(given):
        raise ApiError(400, "bad-cursor", f"{name}={given!r} is no id", "Give a profile's id.")
    return given


def _limit(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_LISTED:
        hint = f"Give a whole number from 1 to {_MOST_LISTED}."
        raise ApiError(400, "bad-limit", f"limit={text!r} is not possible", hint)
    return int(text)


def show_profile(_request: HttpRequest, profile_id: str) -> HttpResponse:
    """The report document, which holds the profile."""
    return json_answer(serialize.report_document(find_report(profile_id)))


def show_panels(request: HttpRequest, profile_id: str) -> HttpResponse:
    """What the panel draws: tabs made of blocks of data. ``?part=head`` asks for the head only."""
    report, language = find_report(profile_id), language_of(request)
    if request.GET.get("part") == "head":
        return json_answer({"head": panels.head(report, language) | {"editor": editor(report)}})
    extra = [_builder(path) for path in get_config().panels]
    document = panels.document(report, extra, language=language)
    document["head"]["editor"] = editor(report)
    return json_answer(document)


def _builder(path: str) -> panels.Builder:
    """A tab of the settings. One that cannot be imported fails where it is drawn: in its place."""
    try:
        builder: panels.Builder = import_string(path)
    except ImportError as error:
        message = f"CYCLEPROF['PANELS'], {path}: {error}"

        def builder(_: Report) -> Panel:
            raise ImportError(message)

    return builder
