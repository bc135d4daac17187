"""Spans on tracks, for formats in which a track is one stack that opens and closes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cycleprof.model import Span


@dataclass(slots=True)
class Track:
    """Spans in order of start, each with its depth on this track. ``overlay`` ones lie across."""

    name: str
    spans: list[tuple[Span, int]] = field(default_factory=list)
    stack: list[Span] = field(default_factory=list)

    def accepts(self, span: Span) -> bool:
        """Whether the span's parent is what is open here, or nothing is."""
        while self.stack and self.stack[-1].id != span.parent_id:
            if self.stack[-1].end_ns > span.start_ns:
                return False
            self.stack.pop()
        return True

    def add(self, span: Span) -> None:
        self.spans.append((span, len(self.stack)))
        self.stack.append(span)


def lay_out(spans: Sequence[Span]) -> list[Track]:
    """The fewest tracks, greedily: work that overlaps its siblings goes to a track of its own.

    The first track holds the root. On a track a span's depth is that of its nesting; on other
    tracks than its parent's it starts at the bottom.
    """
    main: list[Track] = [Track("cycle")]
    overlays: list[Track] = []
    home: dict[int, Track] = {}
    for span in spans:
        if span.overlay:
            _place(span, overlays, None, f"overlay {len(overlays) + 1}")
            continue
        parent = home.get(span.parent_id) if span.parent_id is not None else None
        home[span.id] = _place(span, main, parent, f"concurrent {len(main)}")
    return [*main, *overlays]


def _place(span: Span, tracks: list[Track], preferred: Track | None, name: str) -> Track:
    if preferred is not None and preferred.accepts(span):
        preferred.add(span)
        return preferred
    for track in tracks:
        if track is not preferred and track.accepts(span) and not track.stack:
            track.add(span)
            return track
    tracks.append(Track(name))
    tracks[-1].add(span)
    return tracks[-1]
