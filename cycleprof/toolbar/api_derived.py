"""What is made of profiles on demand: exports and comparisons."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from cycleprof.exporters import UnknownFormatError, find_format
from cycleprof.exporters.leaving_out import UnknownPartError, leave_out
from cycleprof.gate.diff import compare
from cycleprof.gate.diff_document import diff_document
from cycleprof.model import Report
from cycleprof.runtime import judge
from cycleprof.toolbar.answers import ApiError, json_answer, private
from cycleprof.toolbar.reading import find_profile, find_report

_MOST_COMPARED = 100


def export_profile(request: HttpRequest, profile_id: str, name: str) -> HttpResponse:
    """A download of the profile in one of the export formats.

    ``?without=headers,parameters`` leaves parts out, ``?pseudonyms=1`` puts names for values.
    """
    try:
        chosen = find_format(name)
    except UnknownFormatError as error:
        raise ApiError(404, "no-such-format", str(error), "Name one of them.") from error
    content = chosen.encode([_reduced(request, find_report(profile_id))])
    response = HttpResponse(content, content_type=chosen.media_type)
    filename = f"cycleprof-{profile_id[:16]}{chosen.suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return private(response)


def _reduced(request: HttpRequest, report: Report) -> Report:
    parts = [part for part in request.GET.get("without", "").split(",") if part]
    pseudonyms = request.GET.get("pseudonyms") == "1"
    if not parts and not pseudonyms:
        return report
    try:
        profile = leave_out(report.profile, parts, pseudonyms=pseudonyms)
    except UnknownPartError as error:
        raise ApiError(400, "no-such-part", str(error), "Name one of them.") from error
    return judge(profile)


def compare_profiles(request: HttpRequest) -> HttpResponse:
    """The difference of ``?base=`` and ``?head=``: an id each, or several joined by commas."""
    base, head = _ids(request, "base"), _ids(request, "head")
    diff = compare(*([judge(find_profile(one)) for one in side] for side in (base, head)))
    return json_answer(diff_document(diff))


def _ids(request: HttpRequest, name: str) -> list[str]:
    ids = [one for one in request.GET.get(name, "").split(",") if one]
    if not 1 <= len(ids) <= _MOST_COMPARED:
        hint = f"Give ?base= and ?head=, each with 1 to {_MOST_COMPARED} ids joined by commas."
        raise ApiError(400, "bad-comparison", f"{name} names {len(ids)} profiles", hint)
    return ids
