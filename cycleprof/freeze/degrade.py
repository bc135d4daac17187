"""Keeps a profile's document small enough: gives up the least useful part first, and says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from cycleprof import serialize
from cycleprof.freeze.likeness import refer
from cycleprof.model import Profile, Span

_SHORT = 200


class Fitted(NamedTuple):
    """A profile and its JSON document, which is encoded once, to be measured and to be stored."""

    profile: Profile
    document: bytes


def fit(profile: Profile, limit: int) -> Fitted:
    """The profile, reduced step by step until its JSON document has at most ``limit`` bytes."""
    document = _encode(profile)
    if len(document) <= limit:
        return Fitted(profile, document)
    return _reduced(profile, len(document), limit)


def _reduced(profile: Profile, full: int, limit: int) -> Fitted:
    size = full
    for name, reduce in _STEPS:
        if size <= limit:
            break
        profile = reduce(profile)
        dropped = replace(profile.dropped, steps=(*profile.dropped.steps, name))
        profile = replace(profile, dropped=dropped)
        size = len(_encode(profile))
    if size > limit:
        profile = _shorten_list(profile, limit / size)
        size = len(_encode(profile))
    profile = replace(profile, dropped=replace(profile.dropped, bytes=full - size))
    return Fitted(profile, _encode(profile))


def _encode(profile: Profile) -> bytes:
    return serialize.encode(serialize.profile_document(profile))


def _each_span(change: Callable[[Span], Span]) -> Callable[[Profile], Profile]:
    return lambda profile: replace(profile, spans=tuple(map(change, profile.spans)))


def _without_parameters(span: Span) -> Span:
    kept = {
        key: value
        for key, value in span.attributes.items()
        if not key.startswith("db.query.parameter.")
    }
    return replace(span, attributes=kept)


def _with_short_text(span: Span) -> Span:
    kept = {
        key: f"{value[:_SHORT]}…" if isinstance(value, str) and len(value) > _SHORT else value
        for key, value in span.attributes.items()
    }
    return replace(span, attributes=kept)


def _shorten_list(profile: Profile, share: float) -> Profile:
    """Keep the first spans only: any prefix of the order of start is a whole tree."""
    keep = max(int(len(profile.spans) * share * 0.95), 1)
    before, lost = profile.dropped, profile.spans[keep:]
    stages = Counter(before.stages)
    stages.update(span.stage.value for span in lost)
    dropped = replace(
        before,
        spans=before.spans + len(lost),
        steps=(*before.steps, "later spans"),
        stages=dict(stages),
    )
    return replace(profile, spans=profile.spans[:keep], dropped=dropped)


_STEPS: tuple[tuple[str, Callable[[Profile], Profile]], ...] = (
    ("query parameters", _each_span(_without_parameters)),
    ("long text", _each_span(_with_short_text)),
    ("attributes", refer),
)
