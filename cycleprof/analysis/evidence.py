"""What a profile tells about the database, in the shape that the detectors ask it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from cycleprof.analysis.queries import statements, text
from cycleprof.fingerprint import fingerprint
from cycleprof.model import Origin, Profile, Span, Stage


@dataclass(frozen=True)
class Use:
    """One use of the ORM with the statements that it sent, or a statement sent without it."""

    span: Span
    statements: tuple[Span, ...]

    @cached_property
    def operation(self) -> str:
        """What was called: fetch, get, count, save and so on; ``sql`` without the ORM."""
        return str(self.span.attributes.get("cycleprof.operation", "sql"))

    @cached_property
    def verb(self) -> str:
        """The first word of its statement in capitals, empty if there was none."""
        if not self.statements:
            return ""
        words = text(self.statements[0]).lstrip(" (\n\t").split(None, 1)
        return words[0].upper() if words else ""  # drivers take an empty statement

    @cached_property
    def shape(self) -> str:
        """The hash of its statement's shape, empty if there was none."""
        return fingerprint(text(self.statements[0])).hash if self.statements else ""

    @property
    def model(self) -> str | None:
        return self.label("cycleprof.model")

    @property
    def kind(self) -> str | None:
        return self.label("cycleprof.relation.kind")

    @property
    def relation(self) -> str:
        return self.label("cycleprof.relation") or ""

    @property
    def owner(self) -> str | None:
        """The model on which the relation is."""
        return self.label("cycleprof.relation.model")

    @property
    def parent(self) -> str | None:
        """Tells apart the instances of which the relation was asked."""
        return self.label("cycleprof.parent")

    @property
    def base(self) -> str:
        """The lookup path from the source queryset to that instance."""
        return self.label("cycleprof.source.path") or ""

    @property
    def path(self) -> str:
        """The lookup path from the source queryset to what was asked for."""
        step = self.label("cycleprof.relation.step") or self.relation
        return f"{self.base}__{step}" if self.base else step

    @property
    def trigger(self) -> Origin | None:
        """The line that had it run; the span itself names the line that built the queryset."""
        return self.statements[0].origin if self.statements else self.span.origin

    @property
    def rendered_at(self) -> Origin | None:
        """The template's line that called the Python in which it ran."""
        found = self.span.attributes.get("cycleprof.rendered_at")
        if not isinstance(found, list) or len(found) != 3:  # noqa: PLR2004 - file, line, template
            return None
        return Origin(file=found[0], line=int(found[1]), template=found[2])

    @property
    def is_library_s(self) -> bool:
        """Whether a library asked on its own account: no line of the project can change that."""
        sent = self.statements[0] if self.statements else self.span
        return "cycleprof.library" in sent.attributes

    @property
    def rows(self) -> int:
        return self.number("cycleprof.rows")

    @property
    def cost_ns(self) -> int:
        return self.span.duration_ns

    def number(self, key: str) -> int:
        value = self.span.attributes.get(key)
        return value if isinstance(value, int) else 0

    def label(self, key: str) -> str | None:
        value = self.span.attributes.get(key)
        return value if isinstance(value, str) else None

    def names(self, key: str) -> Sequence[str]:
        value = self.span.attributes.get(key)
        return value if isinstance(value, list) else ()


class Evidence:
    """A profile with its uses of the database, in order of start. Computed once, at first need."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile

    @cached_property
    def by_id(self) -> dict[int, Span]:
        return {span.id: span for span in self.profile.spans}

    @cached_property
    def statements(self) -> list[Span]:
        return statements(self.profile.spans)

    @cached_property
    def uses(self) -> list[Use]:
        sent: dict[int, list[Span]] = {}
        bare = []
        for span in self.statements:
            above = self.by_id.get(span.parent_id or 0)
            if above is None or "cycleprof.operation" not in above.attributes:
                bare.append(Use(span, (span,)))
                continue
            sent.setdefault(above.id, []).append(span)
            prefetch = self.by_id.get(above.parent_id or 0)
            if prefetch is not None and "cycleprof.prefetch" in prefetch.attributes:
                sent.setdefault(prefetch.id, []).append(span)
        used = [
            Use(span, tuple(sent.get(span.id, ())))
            for span in self.profile.spans
            if span.stage is Stage.ORM and "cycleprof.operation" in span.attributes
        ]
        return sorted((*used, *bare), key=lambda use: use.span.start_ns)

    @cached_property
    def sources(self) -> dict[int, Use]:
        """The evaluations by the number that the instances they gave refer to."""
        return {number: use for use in self.uses if (number := use.number("cycleprof.evaluation"))}

    @cached_property
    def _prefetches(self) -> dict[tuple[int, str], Use]:
        """The evaluations that prefetched, by their source's number and the lookup path."""
        return {
            (use.number("cycleprof.source"), use.path): use
            for use in self.uses
            if use.operation == "prefetch" and use.number("cycleprof.evaluation")
        }

    def loader(self, use: Use) -> Use | None:
        """What loaded the instance of which something was asked: its source, or a prefetch."""
        prefetch = self._prefetches.get((use.number("cycleprof.source"), use.base))
        return prefetch if prefetch is not None and use.base else self.source(use)

    def source(self, use: Use) -> Use | None:
        """The evaluation that gave the instance of which a relation was asked."""
        return self.sources.get(use.number("cycleprof.source"))
