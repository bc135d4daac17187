"""The tool's own addresses, and what answers at each of them."""

from __future__ import annotations

import logging
import re

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from cycleprof.conf import get_config
from cycleprof.toolbar import (
    api,
    api_browser,
    api_change,
    api_derived,
    api_explain,
    files,
    live,
    pages,
)
from cycleprof.toolbar.answers import ApiError, json_answer
from cycleprof.toolbar.links import prefix
from cycleprof.toolbar.methods import Methods, View, run

logger = logging.getLogger("cycleprof")

_ID = r"(?P<profile_id>[\w-]{1,64})"  # more than ids are made of: "no such profile" is the answer
ROUTES: tuple[tuple[re.Pattern[str], View | Methods], ...] = (
    (re.compile(r""), pages.show_list),
    (re.compile(rf"p/{_ID}/?"), pages.show_profile),
    (re.compile(r"api/profiles/?"), api.list_profiles),
    (
        re.compile(rf"api/profiles/{_ID}/?"),
        Methods(get=api.show_profile, delete=api_change.delete_profile),
    ),
    (
        re.compile(rf"api/profiles/{_ID}/pin/?"),
        Methods(post=api_change.pin_profile, delete=api_change.release_profile),
    ),
    (re.compile(rf"api/profiles/{_ID}/export/(?P<name>[\w-]+)/?"), api_derived.export_profile),
    (
        re.compile(rf"api/profiles/{_ID}/spans/(?P<span>[0-9]{{1,9}})/explain/?"),
        Methods(post=api_explain.explain_query),
    ),
    (
        re.compile(rf"api/profiles/{_ID}/browser/?"),
        Methods(post=api_browser.keep_browser),
    ),
    (re.compile(r"api/compare/?"), api_derived.compare_profiles),
    (re.compile(r"api/live/?"), live.live_feed),
    (re.compile(rf"api/profiles/{_ID}/panels/?"), api.show_panels),
    (re.compile(r"assets/(?P<version>[0-9a-f]+)/(?P<name>[\w./-]+)"), files.serve_asset),
    (re.compile(r"schema/(?P<name>[\w.]+)"), files.serve_schema),
)


def respond(request: HttpRequest) -> HttpResponseBase:
    """Answer a request for one of the tool's own addresses, by somebody who may see."""
    if not request.path_info.startswith(get_config().url_prefix):
        return HttpResponseRedirect(prefix(request))  # typed without the slash at its end
    try:
        return _dispatch(request)
    except ApiError as error:
        answer = json_answer(error.document, error.status)
        for name, value in error.headers.items():
            answer.headers[name] = value
        return answer
    except Exception as error:
        logger.exception("cycleprof could not answer %r", request.path)
        document = {
            "code": "internal",
            "message": f"cycleprof failed: {type(error).__name__}",
            "hint": "The server's log has the traceback; please report it.",
        }
        return json_answer({"error": document}, 500)


def _dispatch(request: HttpRequest) -> HttpResponseBase:
    rest = request.path_info.removeprefix(get_config().url_prefix)
    for pattern, view in ROUTES:
        match = pattern.fullmatch(rest)
        if match is not None:
            return run(request, view, match.groupdict())
    raise ApiError(
        404, "no-such-address", f"nothing answers at {rest!r}", "See the README's table."
    )
