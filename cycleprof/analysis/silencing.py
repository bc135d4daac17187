"""Silences findings: by a comment at a line, ``cycleprof.ignore()``, a pattern, or a baseline.

Comments and blocks have left their mark on the recorded spans, so a stored profile is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from cycleprof.model import Finding, Profile, Span

MARK = "cycleprof.ignore"
"""Attribute of a span: the codes that a comment at its line, or the block itself, silences."""
_EVERY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A finding that the settings silence. Each part may hold ``*``; one left out fits all.

    ``model`` is matched with ``app.Model.relation`` and with ``app.Model``. From the day after
    ``until`` on the pattern silences nothing.
    """

    code: str = _EVERY
    model: str = _EVERY
    route: str = _EVERY
    reason: str = ""
    until: date | None = None

    def fits(self, finding: Finding, route: str, today: date) -> bool:
        model = finding.model or ""
        named = (model, f"{model}.{finding.relation}" if finding.relation else model)
        return (
            not self.is_over(today)
            and fnmatchcase(finding.code, self.code)
            and any(fnmatchcase(name, self.model) for name in named)
            and fnmatchcase(route, self.route)
        )

    def is_over(self, today: date) -> bool:
        return self.until is not None and today > self.until


def parse_pattern(raw: Any) -> Pattern:
    """The pattern that one item of the setting means.

    Raises:
        ValueError: it is no mapping, or has an unknown key or an end that is no date.
    """
    known = [item.name for item in fields(Pattern)]
    if not isinstance(raw, Mapping):
        message = f"{raw!r} is no dict; write one with some of the keys {known}"
        raise ValueError(message)  # noqa: TRY004 - a setting's value is wrong, whatever its type
    unknown = sorted(set(map(str, raw)) - set(known))
    if unknown:
        raise ValueError(f"unknown keys {unknown}; known are {known}")
    values = dict(raw)
    until = values.get("until")
    if isinstance(until, str):
        try:
            values["until"] = date.fromisoformat(until)
        except ValueError as error:
            raise ValueError(f"until={until!r} is no date such as '2027-01-31'") from error
    return Pattern(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """What is not to be told: patterns, and the fingerprints of findings known already."""

    patterns: tuple[Pattern, ...] = ()
    baseline: frozenset[str] = frozenset()
    today: date = field(default_factory=date.today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """Findings to tell, and those silenced with what silenced them.

    ``used`` and ``met`` name silencers: those that silenced something, and those that could have.
    """

    kept: tuple[Finding, ...]
    silenced: tuple[tuple[Finding, str], ...]
    used: frozenset[str]
    met: frozenset[str]


def sift(findings: Sequence[Finding], profile: Profile, silence: Silence) -> Sifted:
    """Part the findings into those to tell and those silenced."""
    marked = [span for span in profile.spans if MARK in span.attributes]
    request = profile.request
    route = (request.route or request.path) if request is not None else profile.name
    parents = {span.id: span for span in profile.spans} if marked else {}
    kept, silenced = [], []
    for finding in findings:
        by = _by_pattern(finding, route, silence) or _by_mark(finding, marked, parents)
        if by is None:
            kept.append(finding)
        else:
            silenced.append((finding, by))
    met = {_name(pattern) for pattern in silence.patterns} | {_where(span) for span in marked}
    return Sifted(
        kept=tuple(kept),
        silenced=tuple(silenced),
        used=frozenset(by for _, by in silenced),
        met=frozenset(met | silence.baseline),
    )


def unused(sifted: Iterable[Sifted]) -> list[str]:
    """The silencers that silence nothing any more in any of the profiles, and may go."""
    met: set[str] = set()
    used: set[str] = set()
    for one in sifted:
        met |= one.met
        used |= one.used
    return sorted(met - used)


def _by_pattern(finding: Finding, route: str, silence: Silence) -> str | None:
    if finding.fingerprint in silence.baseline:
        return finding.fingerprint
    for pattern in silence.patterns:
        if pattern.fits(finding, route, silence.today):
            return _name(pattern)
    return None


def _by_mark(finding: Finding, marked: list[Span], spans: Mapping[int, Span]) -> str | None:
    """A comment at either line, or a block around all that the finding is about."""
    if not marked:
        return None
    lines = (finding.source, finding.trigger)
    for span in marked:
        if _names(span, finding.code) and span.origin is not None and span.origin in lines:
            return _where(span)
    around = [_around(spans.get(number), finding.code, spans) for number in finding.span_ids]
    blocks = {block for block in around if block is not None}
    return min(blocks) if blocks and None not in around else None


def _around(span: Span | None, code: str, spans: Mapping[int, Span]) -> str | None:
    while span is not None:
        if _names(span, code):
            return _where(span)
        span = spans.get(span.parent_id) if span.parent_id is not None else None
    return None


def _names(span: Span, code: str) -> bool:
    codes = span.attributes.get(MARK)
    return isinstance(codes, list) and (code in codes or _EVERY in codes)


def _where(span: Span) -> str:
    if span.origin is None:
        return span.name
    return f"{span.origin.file}:{span.origin.line}"


def _name(pattern: Pattern) -> str:
    parts = [pattern.code, pattern.model, pattern.route]
    return " ".join(parts) + (f" until {pattern.until}" if pattern.until else "")
