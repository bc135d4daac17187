"""The plan of a recorded query by HTTP."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from cycleprof.explain import RefusalError, explain
from cycleprof.explain.document import explain_document
from cycleprof.toolbar.answers import ApiError, json_answer
from cycleprof.toolbar.reading import find_profile


def explain_query(_request: HttpRequest, profile_id: str, span: str) -> HttpResponse:
    """The plan of the span's statement, or 409 with the reason why there is none."""
    try:
        found = explain(find_profile(profile_id), int(span))
    except RefusalError as error:
        hint = "Only single statements that read, recorded with their parameters, are explained."
        raise ApiError(409, error.code, str(error), hint) from error
    return json_answer(explain_document(profile_id, int(span), found))
