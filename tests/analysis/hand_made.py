"""Profiles made by hand, for what is hard to bring about or to time."""

from __future__ import annotations

import cycleprof
from cycleprof.model import Origin, Profile, ResponseInfo, Span, Stage

MS = 1_000_000


class Sheet:
    """Collects spans under one root, each begun where the last one ended unless said otherwise."""

    def __init__(self, **facts):
        self.spans = []
        self.now = 0
        self.facts = facts

    def add(self, stage, name, ms=1.0, *, start_ms=None, line=1, **attributes):
        """Add a span; ``callers`` and the like go by their attribute's last part."""
        start = self.now if start_ms is None else round(start_ms * MS)
        end = start + round(ms * MS)
        self.now = max(self.now, end)
        self.spans.append(
            Span(
                id=len(self.spans) + 2,
                parent_id=attributes.pop("parent", 1),
                stage=Stage(stage),
                name=name,
                start_ns=start,
                end_ns=end,
                origin=Origin(file="shop/views.py", line=line, function="view"),
                overlay=stage == "transaction" or attributes.pop("overlay", False),
                attributes=attributes.pop("attributes", {}),
            )
        )
        return self.spans[-1]

    def query(self, text="SELECT 1", ms=1.0, **options):
        """Add a statement without the ORM."""
        given = {"db.query.text": text, "cycleprof.alias": "default"}
        given |= options.pop("attributes", {})
        return self.add("db", text.split()[0], ms, attributes=given, **options)

    @property
    def profile(self):
        root = Span(
            id=1, parent_id=None, stage=Stage.SERVER, name="GET /", start_ns=0, end_ns=self.now
        )
        spans = (root, *sorted(self.spans, key=lambda span: span.start_ns))
        return Profile(
            id="0" * 32, kind="request", name="GET /", started_at="2026-01-01T00:00:00Z",
            duration_ns=self.now, spans=spans, **self.facts,
        )  # fmt: skip

    @property
    def findings(self):
        return cycleprof.analyse(self.profile).findings

    @property
    def codes(self):
        return sorted(finding.code for finding in self.findings)


def page(size, content_type="text/html; charset=utf-8", **facts):
    """A sheet with a response of that size."""
    return Sheet(
        response=ResponseInfo(status=200, content_type=content_type, size_bytes=size, **facts)
    )
