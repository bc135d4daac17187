"""Lets spans that repeat refer to the first of their kind, instead of saying all of it again."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace

from cycleprof.model import Attribute, Profile, Span

LIKE = "cycleprof.like"
"""Attribute: the id of the span whose attributes this one shares, but for those that it has."""

_EVALUATION = "cycleprof.evaluation"
_KEPT = frozenset({"cycleprof.parent"})
_GIVEN_UP = frozenset({_EVALUATION, "cycleprof.instances", "db.response.returned_rows"})


def refer(profile: Profile) -> Profile:
    """The profile with the attributes of repeats replaced by a reference.

    What differs from one to the next is given up, but for what tells the repeats apart.
    """
    first: dict[Hashable, int] = {}
    spans = []
    for span in profile.spans:
        kind = (span.stage, span.name, span.origin, *_shared(span.attributes))
        like = first.setdefault(kind, span.id)
        spans.append(span if like == span.id else _reduced(span, like))
    return replace(profile, spans=tuple(spans))


def restore(profile: Profile) -> Profile:
    """The profile with every reference followed; one without any is returned as it is."""
    if not any(LIKE in span.attributes for span in profile.spans):
        return profile
    by_id = {span.id: span for span in profile.spans}
    return replace(profile, spans=tuple(_followed(span, by_id) for span in profile.spans))


def _varies(name: str) -> bool:
    return name in _KEPT or name in _GIVEN_UP or name.endswith("_ns")


def _shared(attributes: Mapping[str, Attribute]) -> list[Hashable]:
    return [
        (name, tuple(value) if isinstance(value, list) else value)
        for name, value in attributes.items()
        if not _varies(name)
    ]


def _reduced(span: Span, like: int) -> Span:
    kept = {name: value for name, value in span.attributes.items() if name in _KEPT}
    if span.attributes.get("cycleprof.rows", 1) != 1 and _EVALUATION in span.attributes:
        kept[_EVALUATION] = span.attributes[_EVALUATION]  # its many instances refer to it
    return replace(span, attributes={LIKE: like, **kept})


def _followed(span: Span, by_id: Mapping[int, Span]) -> Span:
    like = span.attributes.get(LIKE)
    model = by_id.get(like) if isinstance(like, int) else None
    if model is None:
        return span
    shared = {name: value for name, value in model.attributes.items() if not _varies(name)}
    own = {name: value for name, value in span.attributes.items() if name != LIKE}
    return replace(span, attributes={**shared, **own})
