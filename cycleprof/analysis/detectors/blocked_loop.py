"""CP060: synchronous work that keeps the event loop from serving anybody else."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.analysis.case import Case
from cycleprof.analysis.compose import at
from cycleprof.analysis.identity import finding_fingerprint, place
from cycleprof.analysis.loops import async_line
from cycleprof.model import Finding, Origin, Profile, Remedy, Span
from cycleprof.model.said import said

CODE = "CP060"
BLOCKED = "cycleprof.loop.blocked_ns"
"""Attribute of the span that says for how long the event loop could not run."""


def detect(case: Case) -> Iterator[Finding]:
    """One finding per line that blocks."""
    found: dict[str, list[tuple[Origin | None, Span]]] = {}
    for span in case.profile.spans:
        if _blocked_ns(span) >= case.thresholds.blocked_ns:
            origin = async_line(span) or span.origin or _running(span, case.profile)
            found.setdefault(place(origin) or span.name, []).append((origin, span))
    for pairs in found.values():
        yield _finding(pairs, case.thresholds.blocked_ns)


def _running(blocked: Span, profile: Profile) -> Origin | None:
    """The line of the innermost span that was open for most of the time."""
    origin = None
    for span in profile.spans:
        shared = min(span.end_ns, blocked.end_ns) - max(span.start_ns, blocked.start_ns)
        same = span.task == blocked.task and not span.overlay and span.origin is not None
        if same and shared > blocked.duration_ns // 2:
            origin = span.origin
    return origin


def _blocked_ns(span: Span) -> int:
    value = span.attributes.get(BLOCKED)
    return value if isinstance(value, int) else 0


def _finding(pairs: list[tuple[Origin | None, Span]], allowed_ns: int) -> Finding:
    origin, spans = pairs[0][0], [span for _, span in pairs]
    worst = max(spans, key=_blocked_ns)
    cost = sum(map(_blocked_ns, spans))
    return Finding(
        code=CODE,
        rule="blocked-event-loop",
        severity="error" if cost >= 10 * allowed_ns else "warning",
        confidence="likely",
        title=said(
            "The event loop is blocked for {time} ms", time=f"{_blocked_ns(worst) / 1e6:.0f}"
        ),
        detail=said(
            "{line} runs synchronous code in a coroutine: no other request of this process is "
            "served meanwhile.",
            line=at(origin),
        ),
        count=len(spans),
        cost_ns=cost,
        fingerprint=finding_fingerprint(CODE, place(origin) or worst.name),
        span_ids=tuple(span.id for span in spans),
        trigger=origin,
        remedy=Remedy(
            kind="none",
            text=said(
                "Use the library's async interface, or run it in a thread: "
                "await asyncio.to_thread(function), await sync_to_async(function)()."
            ),
        ),
    )
