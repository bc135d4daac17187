"""What changes the store by HTTP: a profile is deleted, pinned, or released."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from cycleprof.runtime import get_runtime
from cycleprof.toolbar.answers import ApiError, json_answer


def delete_profile(_request: HttpRequest, profile_id: str) -> HttpResponse:
    """``{"deleted": 1}``."""
    writer = get_runtime().writer
    writer.flush(2.0)  # or one that is being written would come back
    if not writer.store.delete([profile_id]):
        raise _missing(profile_id)
    return json_answer({"deleted": 1})


def pin_profile(_request: HttpRequest, profile_id: str) -> HttpResponse:
    """``{"pinned": true}``: the profile is kept whatever is pruned."""
    return _pin(profile_id, pinned=True)


def release_profile(_request: HttpRequest, profile_id: str) -> HttpResponse:
    """``{"pinned": false}``."""
    return _pin(profile_id, pinned=False)


def _pin(profile_id: str, *, pinned: bool) -> HttpResponse:
    writer = get_runtime().writer
    writer.flush(2.0)
    if not writer.store.pin(profile_id, pinned=pinned):
        raise _missing(profile_id)
    return json_answer({"pinned": pinned})


def _missing(profile_id: str) -> ApiError:
    hint = "It may have been pruned or deleted."
    return ApiError(404, "no-such-profile", f"there is no profile {profile_id!r}", hint)
