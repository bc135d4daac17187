"""Makes a profile of a recording: nested, named, masked, and packed within its limits."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime

from cycleprof.frames import Site
from cycleprof.freeze.cleaning import clean, exact
from cycleprof.freeze.degrade import fit
from cycleprof.freeze.hidden import without, without_text
from cycleprof.freeze.paths import Paths
from cycleprof.freeze.recording import Facts, Frozen, Recording
from cycleprof.freeze.rows import describe_rows
from cycleprof.freeze.telling import message_of
from cycleprof.installed import is_library
from cycleprof.model import Dropped, ExceptionInfo, Limits, Profile
from cycleprof.packing import pack, pack_profile, whole
from cycleprof.recorder import Recorder


def freeze(recorder: Recorder, facts: Facts, limits: Limits, paths: Paths) -> Profile:
    """Build the profile of a finished recorder."""
    return Recording(recorder, lambda: facts, limits, paths).profile


def pack_within(frozen: Frozen, limit: int) -> tuple[bytes, bool]:
    """The profile as it is kept, and whether it had to be reduced for its document's limit."""
    packed = pack(*frozen)
    if packed.most > limit:  # it may be too large: now exactly
        profile = whole(*frozen)
        fitted = fit(profile, limit).profile
        if fitted is not profile:
            return pack_profile(fitted), True
    return packed.content, False


def make(recorder: Recorder, facts: Facts, limits: Limits, paths: Paths) -> Frozen:
    """All of a finished recorder's profile, before any limit of size."""
    rows, late = describe_rows(recorder, limits, paths)
    _, _, _, _, duration, _, _ = rows[0]  # the root ends where it all does
    head = Profile(
        id=recorder.id,
        kind=facts.kind,
        name=clean(facts.name, limits.text),
        started_at=_iso(recorder.started_ns),
        duration_ns=duration,
        spans=(),
        request=facts.request,
        response=facts.response,
        exception=_exception(recorder.exception, limits, paths),
        dropped=Dropped(
            spans=sum(recorder.lost.values()) + late,
            stages={str(stage): count for stage, count in recorder.lost.items()},
        ),
        overhead_ns=recorder.overhead_ns,
        versions={**facts.versions, **recorder.faults},
    )
    if facts.unread:
        return Frozen(*without_text(head, rows))
    return Frozen(*without(head, rows, facts.secrets))


def _iso(started_ns: int) -> str:
    moment = datetime.fromtimestamp(started_ns // 1_000_000_000, UTC)
    moment = moment.replace(microsecond=started_ns // 1_000 % 1_000_000)
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _exception(error: BaseException | None, limits: Limits, paths: Paths) -> ExceptionInfo | None:
    if error is None:
        return None
    return ExceptionInfo(
        type=f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins."),
        message=clean(paths.strip(exact(message_of(error))), limits.text),
        origin=paths.origin(_raised_at(error)),
    )


def _raised_at(error: BaseException) -> Site | None:
    """The innermost line of the project in the traceback, or else simply the innermost."""
    frames = [
        Site(frame.f_code.co_filename, line, frame.f_code.co_qualname)
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    own = [site for site in frames if not is_library(site.file)] or frames
    return own[-1] if own else None
